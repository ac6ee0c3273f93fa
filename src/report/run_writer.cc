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

// A row may be long, that of a family of a million sources: few are made at
// once.
constexpr size_t kRowsPerPiece = 32;
constexpr size_t kPiecesPerThread = 4;
constexpr size_t kKeptPieceBytes = size_t{1} << 20;

// Appends the member of run.json that says what was written.
absl::Status WriteRows(const DocumentIds& ids, const std::string& directory,
                       const RowFile& spec, ThreadPool* pool,
                       const std::atomic<bool>* cancel, JsonWriter* written) {
  const RunResult& run = ids.run();
  TIKRAR_ASSIGN_OR_RETURN(
      OutputFile file,
      OutputFile::Create(directory + "/" + std::string(spec.name)));
  Store* const store = run.documents.get_allocator().store();
  std::vector<std::string> pieces(kPiecesPerThread *
                                  static_cast<size_t>(pool->size()));
  const size_t at_once = kRowsPerPiece * pieces.size();
  for (size_t first = 0; first < spec.rows; first += at_once) {
    TIKRAR_RETURN_IF_ERROR(CheckCancelled(cancel));
    TIKRAR_RETURN_IF_ERROR(CheckMemory(run));
    pool->ParallelFor(std::min(at_once, spec.rows - first), kRowsPerPiece,
                      [&](size_t begin, size_t end) {
                        std::string& piece = pieces[begin / kRowsPerPiece];
                        for (size_t i = begin; i < end; ++i) {
                          GiveBack(store);
                          spec.append_line(ids, first + i, &piece);
                        }
                      });
    for (std::string& piece : pieces) {
      file.buffer()->append(piece);
      TIKRAR_RETURN_IF_ERROR(file.FlushIfFull());
      piece.clear();
      if (piece.capacity() > kKeptPieceBytes) piece.shrink_to_fit();
    }
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
