#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "base/status_macros.h"
#include "base/thread_pool.h"
#include "report/json_writer.h"
#include "report/output_file.h"
#include "report/run_directory.h"
#include "report/run_rows.h"
#include "report/seal.h"
#include "tikrar/report.h"

namespace tikrar {
namespace {

using LineWriter = void (*)(const DocumentIds&, size_t, std::string*);

struct RowFile {
  std::string_view name;
  size_t rows;
  LineWriter append_line;
};

absl::Status CheckCancelled(const std::atomic<bool>* cancel) {
  if (cancel == nullptr || !cancel->load()) return absl::OkStatus();
  return absl::CancelledError("run directory: interrupted");
}

// A row names documents from all over the corpus, and the text of one.
absl::Status CheckMemory(const RunResult& run) {
  Store* const store = run.documents.get_allocator().store();
  return store == nullptr ? absl::OkStatus() : store->Check();
}

// Rows made at once: as many as take some megabytes, going by those before. A
// row may be one of them, that of a family of long texts or of a million
// sources, and the largest families come first: it begins with a few.
constexpr size_t kMostBytesAtOnce = size_t{2} << 20;
constexpr size_t kMostRowsAtOnce = 1024;
constexpr size_t kPiecesPerThread = 4;
constexpr size_t kKeptPieceBytes = size_t{128} << 10;

// Writes one file, some rows after the other: while those that are made go to
// the file the next are made.
class RowsWriter {
 public:
  RowsWriter(const DocumentIds& ids, const RowFile& spec, ThreadPool* pool,
             OutputFile* file)
      : ids_(ids),
        spec_(spec),
        pool_(pool),
        file_(*file),
        made_(kPiecesPerThread * static_cast<size_t>(pool->size())),
        next_(made_.size()) {}

  bool is_done() const { return first_ == spec_.rows && made_bytes_ == 0; }

  // Not to be called again after an error.
  absl::Status Step() {
    const size_t rows =
        std::min(rows_per_piece_ * next_.size(), spec_.rows - first_);
    const size_t pieces = (rows + rows_per_piece_ - 1) / rows_per_piece_;
    absl::Status written;
    pool_->ParallelFor(pieces + 1, 1, [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) {
        if (i == 0) {
          written = WriteMade();
        } else {
          MakePiece(i - 1);
        }
      }
    });
    first_ += rows;
    made_.swap(next_);
    NoteMade();
    return written;
  }

 private:
  void MakePiece(size_t index) {
    Store* const store = ids_.run().documents.get_allocator().store();
    const size_t begin = first_ + index * rows_per_piece_;
    const size_t end = std::min(begin + rows_per_piece_, spec_.rows);
    for (size_t row = begin; row < end; ++row) {
      GiveBack(store);
      spec_.append_line(ids_, row, &next_[index]);
    }
  }

  absl::Status WriteMade() {
    for (std::string& piece : made_) {
      file_.buffer()->append(piece);
      TIKRAR_RETURN_IF_ERROR(file_.FlushIfFull());
      piece.clear();
      if (piece.capacity() > kKeptPieceBytes) piece.shrink_to_fit();
    }
    return absl::OkStatus();
  }

  void NoteMade() {
    made_bytes_ = 0;
    for (const std::string& piece : made_) made_bytes_ += piece.size();
    if (made_bytes_ > kMostBytesAtOnce) {
      rows_per_piece_ = std::max<size_t>(rows_per_piece_ / 2, 1);
    } else if (2 * made_bytes_ < kMostBytesAtOnce) {
      rows_per_piece_ =
          std::min(2 * rows_per_piece_, kMostRowsAtOnce / made_.size() + 1);
    }
  }

  const DocumentIds& ids_;
  const RowFile& spec_;
  ThreadPool* pool_;
  OutputFile& file_;
  std::vector<std::string> made_, next_;  // pieces, one behind the other
  size_t made_bytes_ = 0;
  size_t first_ = 0;  // row to be made next
  size_t rows_per_piece_ = 1;
};

// Appends the member of run.json that says what was written.
absl::Status WriteRows(const DocumentIds& ids, const std::string& directory,
                       const RowFile& spec, ThreadPool* pool,
                       const std::atomic<bool>* cancel, JsonWriter* written) {
  TIKRAR_ASSIGN_OR_RETURN(
      OutputFile file,
      OutputFile::Create(directory + "/" + std::string(spec.name)));
  RowsWriter rows(ids, spec, pool, &file);
  while (!rows.is_done()) {
    TIKRAR_RETURN_IF_ERROR(CheckCancelled(cancel));
    TIKRAR_RETURN_IF_ERROR(CheckMemory(ids.run()));
    TIKRAR_RETURN_IF_ERROR(rows.Step());
  }
  TIKRAR_RETURN_IF_ERROR(file.Close());
  written->Key(spec.name).BeginObject();
  written->Key("bytes").Unsigned(file.bytes());
  written->Key("xxh3").String(HexDigits(file.checksum()));
  written->EndObject();
  return absl::OkStatus();
}

absl::Status WriteWhole(std::string content, const std::string& directory,
                        std::string_view name) {
  TIKRAR_ASSIGN_OR_RETURN(
      OutputFile file, OutputFile::Create(directory + "/" + std::string(name)));
  *file.buffer() = std::move(content);
  return file.Close();
}

absl::Status WriteFiles(const RunResult& run, const std::string& directory,
                        const RunWriterOptions& options,
                        const std::atomic<bool>* cancel) {
  const RowFile files[] = {
      {kDocumentsFile, run.documents.size(), AppendDocumentLine},
      {kSpansFile, run.spans.size(), AppendSpanLine},
      {kFamiliesFile, run.families.size(), AppendFamilyLine},
      {kMatchesFile, run.matches.size(), AppendMatchLine},
      {kRejectsFile, run.rejects.size(), AppendRejectLine},
      {kPhrasesFile, run.phrases.size(), AppendPhraseLine},
  };
  ThreadPool pool(options.threads);
  const DocumentIds ids(run);
  std::string written;
  JsonWriter json(&written);
  json.BeginObject();
  for (const RowFile& file : files) {
    TIKRAR_RETURN_IF_ERROR(
        WriteRows(ids, directory, file, &pool, cancel, &json));
  }
  json.EndObject();
  if (options.write_report && options.write_page) {
    TIKRAR_RETURN_IF_ERROR(options.write_page(run, directory));
  }
  TIKRAR_RETURN_IF_ERROR(CheckCancelled(cancel));
  // Last: a folder with a run.json has everything else.
  std::string run_json = RenderRunJson(run);
  run_json.pop_back();  // its brace
  run_json.append(",\"files\":").append(written);
  Seal(&run_json);
  return WriteWhole(std::move(run_json), directory, kRunFile);
}

}  // namespace

absl::Status CheckRunDirectory(std::string_view directory) {
  return FindRunFolder(directory).status();
}

absl::Status WriteRunFiles(const RunResult& run,
                           const RunWriterOptions& options,
                           const std::atomic<bool>* cancel,
                           PartialFolder* folder) {
  TIKRAR_RETURN_IF_ERROR(MakeRunFiles(*folder));
  const std::string path = RunFilesPath(*folder);
  const absl::Status written = WriteFiles(run, path, options, cancel);
  if (written.ok()) return PublishRun(folder);
  std::error_code error;
  std::filesystem::remove_all(path, error);  // room for the next call
  return written;
}

absl::Status WriteRun(const RunResult& run, std::string_view directory,
                      const RunWriterOptions& options,
                      const std::atomic<bool>* cancel) {
  TIKRAR_ASSIGN_OR_RETURN(PartialFolder folder, FindRunFolder(directory));
  TIKRAR_RETURN_IF_ERROR(folder.Open());
  const absl::Status written = WriteRunFiles(run, options, cancel, &folder);
  if (!written.ok()) RemoveRunFolder(&folder);
  return written;
}

}  // namespace tikrar
