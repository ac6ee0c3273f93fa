#include "pipeline/corpus.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_format.h"
#include "base/status_macros.h"

namespace tikrar {
namespace {

// One parsed and sketched chunk, and where it belongs.
struct Part {
  uint32_t input = 0;
  bool is_cut = false;  // the chunk is the start of a record
  DocumentBatch batch;
  SketchedDocuments sketched;
};

double SecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
      .count();
}

struct InputOutcome {
  uint64_t bytes = 0;
  uint64_t checksum = 0;
  absl::Status error;  // the file could not be opened, or broke off
};

// Hands out chunks to the threads that ask, one at a time, in input order.
class ChunkSource {
 public:
  ChunkSource(const std::vector<InputFile>& files, const InputOptions& options,
              const std::atomic<bool>* cancel)
      : files_(files),
        options_(options),
        cancel_(cancel),
        outcomes_(files.size()) {}

  // False at the end of all inputs. `*order` numbers the chunks.
  bool Next(RawChunk* chunk, size_t* order) {
    std::lock_guard<std::mutex> lock(mutex_);
    while (input_ < files_.size()) {
      if (reader_ == nullptr && !Open()) continue;
      absl::StatusOr<bool> more = reader_->Next(chunk);
      if (more.ok() && *more) {
        *order = chunks_++;
        bytes_ += chunk->bytes.size();
        return true;
      }
      if (!more.ok()) outcomes_[input_].error = more.status();
      outcomes_[input_].bytes = reader_->bytes_read();
      outcomes_[input_].checksum = reader_->checksum();
      reader_.reset();
      ++input_;
    }
    return false;
  }

  uint64_t bytes() {
    std::lock_guard<std::mutex> lock(mutex_);
    return bytes_;
  }
  const std::vector<InputOutcome>& outcomes() const { return outcomes_; }

 private:
  bool Open() {
    absl::StatusOr<std::unique_ptr<ChunkReader>> reader = ChunkReader::Open(
        files_[input_], static_cast<uint32_t>(input_), options_, cancel_);
    if (reader.ok()) {
      reader_ = std::move(*reader);
      return true;
    }
    outcomes_[input_].error = reader.status();
    ++input_;
    return false;
  }

  const std::vector<InputFile>& files_;
  const InputOptions& options_;
  const std::atomic<bool>* cancel_;
  std::mutex mutex_;
  size_t input_ = 0;
  size_t chunks_ = 0;
  uint64_t bytes_ = 0;
  std::unique_ptr<ChunkReader> reader_;
  std::vector<InputOutcome> outcomes_;
};

// Bytes that the readers will hand out, 0 if that is not known beforehand.
uint64_t TotalBytes(const std::vector<InputFile>& files) {
  uint64_t total = 0;
  for (const InputFile& file : files) {
    std::error_code error;
    const uint64_t size = std::filesystem::file_size(file.path, error);
    if (error || file.compression != Compression::kNone) return 0;
    total += size;
  }
  return total;
}

class CorpusReader {
 public:
  CorpusReader(InputList list, const ScanPlan& plan, ThreadPool* pool,
               const ProgressCallback& progress,
               const std::atomic<bool>* cancel)
      : list_(std::move(list)),
        plan_(plan),
        pool_(pool),
        progress_(progress),
        cancel_(cancel),
        source_(list_.files, plan.options.input, cancel) {}

  absl::StatusOr<Corpus> Read(std::vector<StageTiming>* timing) {
    pool_->ParallelFor(static_cast<size_t>(pool_->size()), 1,
                       [this](size_t, size_t) { Work(); });
    Healthy();  // a wait for input that was broken off gives no chunk
    TIKRAR_RETURN_IF_ERROR(status_);
    Corpus corpus;
    corpus.unknown_inputs = list_.unknown;
    MergeParts(&corpus);
    MakeIdsUnique(&corpus);
    corpus.cuts = Cuts(corpus.documents.size());
    AddTiming(corpus.text_bytes, timing);
    return corpus;
  }

 private:
  void Work() {
    Sketcher sketcher(plan_);
    RawChunk chunk;
    size_t order = 0;
    double parse_seconds = 0;
    double sketch_seconds = 0;
    while (Healthy() && source_.Next(&chunk, &order)) {
      const uint32_t input = chunk.input;
      auto part = std::make_unique<Part>();
      part->input = input;
      part->is_cut = !chunk.fault.empty();
      auto start = std::chrono::steady_clock::now();
      part->batch =
          ParseChunk(list_.files[input], plan_.options.input, std::move(chunk));
      parse_seconds += SecondsSince(start);
      start = std::chrono::steady_clock::now();
      for (size_t i = 0; i < part->batch.documents.size(); ++i) {
        sketcher.Add(part->batch.documents[i], static_cast<uint32_t>(i), {},
                     &part->sketched);
      }
      sketch_seconds += SecondsSince(start);
      std::lock_guard<std::mutex> lock(mutex_);
      if (parts_.size() <= order) parts_.resize(order + 1);
      parts_[order] = std::move(part);
      chunk = {};
    }
    std::lock_guard<std::mutex> lock(mutex_);
    parse_seconds_ += parse_seconds;
    normalize_seconds_ += sketcher.normalize_seconds();
    sketch_seconds_ += sketch_seconds - sketcher.normalize_seconds();
  }

  void AddTiming(uint64_t text_bytes, std::vector<StageTiming>* timing) const {
    const double threads = pool_->size();
    timing->push_back({"read: parse", parse_seconds_ / threads, text_bytes});
    timing->push_back(
        {"read: normalize", normalize_seconds_ / threads, text_bytes});
    timing->push_back({"read: sketch", sketch_seconds_ / threads, text_bytes});
  }

  // Checks for the reasons to stop early; reports progress.
  bool Healthy() {
    const uint64_t limit = plan_.options.memory_bytes;
    const uint64_t resident = limit == 0 ? 0 : ResidentBytes();
    const uint64_t done = source_.bytes();
    std::lock_guard<std::mutex> lock(mutex_);
    if (cancel_ != nullptr && cancel_->load()) {
      status_ = absl::CancelledError("scan: interrupted");
    } else if (resident > limit) {
      status_ = absl::ResourceExhaustedError(absl::StrFormat(
          "memory: is %d MiB after %d MiB of input, expected at most %d MiB",
          resident >> 20, done >> 20, limit >> 20));
    }
    if (progress_ && status_.ok()) progress_({"read", done, total_bytes_});
    return status_.ok();
  }

  void AddReject(const Reject& reject, uint64_t first_record, Corpus* corpus) {
    corpus->rejects.push_back({reject.input, reject.record + first_record,
                               reject.line, reject.offset, reject.error});
  }

  // The place where a file broke off: the record that it cut in two, which is
  // counted already, or else what would have come next.
  void AddBreak(uint32_t input, uint64_t records, bool ends_cut,
                const absl::Status& error, Corpus* corpus) {
    const std::string message(error.message());
    if (ends_cut) {
      corpus->rejects.back().error.append("; ").append(message);
    } else {
      corpus->rejects.push_back({input, records, 0, 0, message});
    }
  }

  void MergeParts(Corpus* corpus) {
    size_t next = 0;
    for (uint32_t input = 0; input < list_.files.size(); ++input) {
      const InputFile& file = list_.files[input];
      uint64_t records = 0;
      uint64_t documents = 0;
      uint64_t skipped = 0;
      bool ends_cut = false;
      for (; next < parts_.size() && parts_[next]->input == input; ++next) {
        ends_cut = parts_[next]->is_cut && !parts_[next]->batch.rejects.empty();
        MergePart(std::move(*parts_[next]), file, records, corpus);
        records += corpus->storage.back().records;
        documents += corpus->storage.back().documents.size();
        skipped += corpus->storage.back().skipped;
        parts_[next].reset();
      }
      const InputOutcome& outcome = source_.outcomes()[input];
      if (!outcome.error.ok()) {
        AddBreak(input, records, ends_cut, outcome.error, corpus);
      }
      corpus->inputs.push_back({file.name, outcome.bytes, outcome.checksum,
                                documents, skipped, file.path});
    }
  }

  void MergePart(Part part, const InputFile& file, uint64_t first_record,
                 Corpus* corpus) {
    const uint32_t first_doc = static_cast<uint32_t>(corpus->documents.size());
    const std::string_view folder = Own(file.folder, corpus);
    for (Document document : part.batch.documents) {
      document.record += first_record;
      document.id =
          document.id.empty() ? DefaultId(document, file, corpus) : document.id;
      document.source = ResolveSource(document.source, document.url, folder);
      if (document.source.empty()) document.source = document.id;
      corpus->documents.push_back(document);
    }
    for (const Reject& reject : part.batch.rejects) {
      AddReject(reject, first_record, corpus);
    }
    const uint64_t first_token = corpus->tokens.size();
    const size_t stride = plan_.key_stride();
    corpus->document_items.Append(part.sketched.documents, first_doc,
                                  first_token, stride);
    corpus->block_items.Append(part.sketched.blocks, first_doc, first_token,
                               stride);
    for (QuoteNeedle needle : part.sketched.needles) {
      needle.doc += first_doc;
      corpus->needles.push_back(needle);
    }
    corpus->tokens.insert(corpus->tokens.end(), part.sketched.tokens.begin(),
                          part.sketched.tokens.end());
    const uint64_t first_row = corpus->block_rows.size();
    corpus->block_rows.insert(corpus->block_rows.end(),
                              part.sketched.block_rows.begin(),
                              part.sketched.block_rows.end());
    for (const uint64_t end : part.sketched.block_ends) {
      corpus->block_starts.push_back(first_row + end);
    }
    corpus->text_bytes += part.batch.text_bytes;
    corpus->replacements += part.batch.replacements;
    corpus->storage.push_back(std::move(part.batch));
  }

  std::string_view Own(std::string text, Corpus* corpus) {
    corpus->strings.push_back(std::make_unique<std::string>(std::move(text)));
    return *corpus->strings.back();
  }

  std::string_view DefaultId(const Document& document, const InputFile& file,
                             Corpus* corpus) {
    return Own(absl::StrFormat("%s#%d", file.name, document.record), corpus);
  }

  // The first document of an id keeps it; the next ones get ~2, ~3 …, passing
  // over what is taken.
  void MakeIdsUnique(Corpus* corpus) {
    absl::flat_hash_set<std::string_view> taken;
    taken.reserve(corpus->documents.size());
    std::vector<Document*> repeated;
    for (Document& document : corpus->documents) {
      if (!taken.insert(document.id).second) repeated.push_back(&document);
    }
    absl::flat_hash_map<std::string_view, int> last_number;
    for (Document* document : repeated) {
      int& number = last_number.try_emplace(document->id, 1).first->second;
      std::string id;
      do {
        id = absl::StrFormat("%s~%d", document->id, ++number);
      } while (taken.contains(id));
      // Its own source: the same view, not just the same letters.
      if (document->source.data() == document->id.data()) {
        document->source = {};
      }
      document->id = Own(std::move(id), corpus);
      if (document->source.empty()) document->source = document->id;
      taken.insert(document->id);
    }
    corpus->duplicate_ids = repeated.size();
  }

  InputList list_;
  const ScanPlan& plan_;
  ThreadPool* pool_;
  const ProgressCallback& progress_;
  const std::atomic<bool>* cancel_;
  ChunkSource source_;
  std::mutex mutex_;
  absl::Status status_;  // guarded by mutex_
  const uint64_t total_bytes_ = TotalBytes(list_.files);
  double parse_seconds_ = 0;  // of all threads, as the next
  double normalize_seconds_ = 0;
  double sketch_seconds_ = 0;
  std::vector<std::unique_ptr<Part>> parts_;  // guarded by mutex_
};

}  // namespace

absl::StatusOr<Corpus> ReadCorpus(const std::vector<std::string>& paths,
                                  const ScanPlan& plan, ThreadPool* pool,
                                  const ProgressCallback& progress,
                                  const std::atomic<bool>* cancel,
                                  std::vector<StageTiming>* timing) {
  TIKRAR_ASSIGN_OR_RETURN(InputList list, ListInputs(paths));
  return CorpusReader(std::move(list), plan, pool, progress, cancel)
      .Read(timing);
}

}  // namespace tikrar
