#include "serve/run_texts.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "clean/clean_call.h"

namespace tikrar {
namespace {

// Documents of a batch of HeldTexts, and their bytes.
constexpr size_t kHeldDocuments = 4096;
constexpr size_t kHeldBytes = size_t{4} << 20;

class FileTexts : public RunTexts {
 public:
  FileTexts(CleanCall call, size_t chunk_bytes, ThreadPool* pool,
            const std::atomic<bool>* cancel)
      : call_(std::move(call)),
        options_(call_.run.input),
        pool_(*pool),
        cancel_(cancel) {
    options_.chunk_bytes = chunk_bytes;
  }

  absl::StatusOr<bool> Next(TextBatch* batch) override {
    *batch = TextBatch();
    while (batch->texts.empty()) {
      if (cancel_ != nullptr && cancel_->load()) {
        return absl::CancelledError("inputs: interrupted");
      }
      if (reader_ == nullptr) {
        TIKRAR_ASSIGN_OR_RETURN(const bool has_input, OpenInput());
        if (!has_input) return false;
      }
      TIKRAR_RETURN_IF_ERROR(ReadChunks(batch));
    }
    return true;
  }

 private:
  const RunInfo::Input& row() const { return call_.run.inputs[input_]; }
  const InputFile& file() const { return call_.inputs[input_].file; }

  absl::StatusOr<bool> OpenInput() {
    while (input_ < call_.inputs.size() && !row().was_read()) ++input_;
    if (input_ == call_.inputs.size()) return false;
    documents_ = 0;
    TIKRAR_ASSIGN_OR_RETURN(
        reader_, ChunkReader::Open(file(), static_cast<uint32_t>(input_),
                                   options_, cancel_));
    return true;
  }

  absl::Status ReadChunks(TextBatch* batch) {
    std::vector<RawChunk> chunks;
    bool at_end = false;
    while (!at_end && chunks.size() < static_cast<size_t>(pool_.size())) {
      RawChunk chunk;
      const absl::StatusOr<bool> has_more = reader_->Next(&chunk);
      if (absl::IsCancelled(has_more.status())) return has_more.status();
      // Where a stream breaks the scan went on, too; whether it is the same
      // break is seen below.
      at_end = !has_more.ok() || !*has_more;
      if (!at_end) chunks.push_back(std::move(chunk));
    }
    batch->owners.resize(chunks.size());
    pool_.ParallelFor(chunks.size(), 1, [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) {
        batch->owners[i] = ParseChunk(file(), options_, std::move(chunks[i]));
      }
    });
    for (const DocumentBatch& owner : batch->owners) {
      for (const Document& document : owner.documents) {
        batch->texts.push_back(document.text);
      }
      documents_ += owner.documents.size();
    }
    return at_end ? CloseInput() : absl::OkStatus();
  }

  absl::Status CloseInput() {
    const bool is_same = reader_->bytes_read() == row().bytes &&
                         reader_->checksum() == row().xxh3 &&
                         documents_ == row().documents;
    if (!is_same) {
      return MakeStatus(
          absl::StatusCode::kFailedPrecondition, file().path,
          absl::StrFormat("has changed since the scan: %d bytes, xxh3 %s, %d "
                          "documents, expected %d, %s, %d",
                          reader_->bytes_read(), HexDigits(reader_->checksum()),
                          documents_, row().bytes, HexDigits(row().xxh3),
                          row().documents));
    }
    reader_.reset();
    ++input_;
    return absl::OkStatus();
  }

  const CleanCall call_;
  InputOptions options_;
  ThreadPool& pool_;
  const std::atomic<bool>* cancel_;
  size_t input_ = 0;
  uint64_t documents_ = 0;
  std::unique_ptr<ChunkReader> reader_;
};

class ResultTexts : public RunTexts {
 public:
  explicit ResultTexts(const RunResult& run) : run_(run) {}

  absl::StatusOr<bool> Next(TextBatch* batch) override {
    *batch = TextBatch();
    for (size_t bytes = 0;
         next_ < run_.documents.size() &&
         batch->texts.size() < kHeldDocuments && bytes < kHeldBytes;
         ++next_) {
      batch->texts.push_back(run_.documents[next_].document.text);
      bytes += batch->texts.back().size();
    }
    return !batch->texts.empty();
  }

 private:
  const RunResult& run_;
  size_t next_ = 0;
};

}  // namespace

absl::StatusOr<std::unique_ptr<RunTexts>> ReadTextsAgain(
    const RunInfo& run, const std::string& base, size_t chunk_bytes,
    ThreadPool* pool, const std::atomic<bool>* cancel) {
  CleanOptions options;
  options.base = base;
  TIKRAR_ASSIGN_OR_RETURN(CleanCall call,
                          PrepareCall(run.directory, options, {}));
  return std::make_unique<FileTexts>(std::move(call), chunk_bytes, pool,
                                     cancel);
}

std::unique_ptr<RunTexts> HeldTexts(const RunResult& run) {
  return std::make_unique<ResultTexts>(run);
}

}  // namespace tikrar
