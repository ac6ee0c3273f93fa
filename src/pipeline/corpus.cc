#include "pipeline/corpus.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_format.h"
#include "base/grow.h"
#include "base/hash.h"
#include "base/status_macros.h"
#include "input/date_order.h"

namespace tikrar {
namespace {

// Parts that may be done before an earlier one, for each thread.
constexpr size_t kMostWaiting = 4;

// A chunk of so many bytes more than asked for is one document, and takes some
// 13 times its size: under a ceiling they are sketched one at a time, with
// buffers that go with them.
constexpr size_t kLargeChunkBytes = size_t{8} << 20;

// One parsed and sketched chunk, and where it belongs.
struct Part {
  explicit Part(Store* store) : sketched(store) {}

  uint32_t input = 0;
  uint64_t bytes = 0;   // of the chunk
  bool is_cut = false;  // the chunk is the start of a record
  DocumentBatch batch;
  // A chunk of documents of one word each makes thirty times its bytes: what is
  // large of that is in the store here already.
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
  // REQUIRES: no chunk of the input is still to come.
  InputOutcome outcome(size_t input) {
    std::lock_guard<std::mutex> lock(mutex_);
    return outcomes_[input];
  }

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

// Of all tokens: documents that furniture is cut from append theirs again. (Of
// half a GB all 175 MB of them were copied to a block of 227 for that.)
constexpr double kReadShare = 0.7;

// 2^18 entries, or a small part of the ceiling.
uint64_t SharedKeysBytes(const Store* store) {
  constexpr uint64_t kMostBytes = uint64_t{8} << 20;
  return store == nullptr ? kMostBytes
                          : std::min(kMostBytes, store->memory_bytes() / 128);
}

// Puts the parts together in the order of their chunks, as soon as those
// before are in.
class PartMerger {
 public:
  PartMerger(const std::vector<InputFile>& files, ChunkSource* source,
             double read_share, Corpus* corpus)
      : files_(files),
        source_(source),
        read_share_(read_share),
        corpus_(corpus),
        total_bytes_(TotalBytes(files)),
        shared_documents_(SharedKeysBytes(corpus->store)),
        shared_blocks_(SharedKeysBytes(corpus->store)) {}

  // Waits while too many parts are early. Thread-safe.
  void Take(size_t order, std::unique_ptr<Part> part, size_t most_waiting) {
    std::unique_lock<std::mutex> lock(mutex_);
    waiting_.emplace(order, std::move(part));
    while (!waiting_.empty() && waiting_.begin()->first == next_) {
      Merge(std::move(*waiting_.begin()->second));
      waiting_.erase(waiting_.begin());
      ++next_;
      merged_.notify_all();
    }
    merged_.wait(lock, [&] { return waiting_.size() <= most_waiting; });
  }

  // REQUIRES: all parts are in.
  void Finish() {
    while (input_ < files_.size()) FinishInput();
  }

 private:
  void Merge(Part part) {
    while (input_ < part.input) FinishInput();
    ends_cut_ = part.is_cut && !part.batch.rejects.empty();
    merged_bytes_ += part.bytes;
    const double done = total_bytes_ == 0
                            ? 0
                            : static_cast<double>(merged_bytes_) /
                                  static_cast<double>(total_bytes_);
    const uint32_t first_doc = static_cast<uint32_t>(corpus_->documents.size());
    TakeDocuments(part.batch, done);
    for (const Reject& reject : part.batch.rejects) {
      corpus_->rejects.push_back({reject.input, reject.record + records_,
                                  reject.line, reject.offset, reject.error});
    }
    TakeSketches(part.sketched, first_doc, done);
    records_ += part.batch.records;
    documents_ += part.batch.documents.size();
    skipped_ += part.batch.skipped;
    corpus_->text_bytes += part.batch.text_bytes;
    corpus_->replacements += part.batch.replacements;
    if (corpus_->store == nullptr) {
      corpus_->batches.push_back(std::move(part.batch));
    }
  }

  // `done`: see GrowFor.
  void TakeDocuments(const DocumentBatch& batch, double done) {
    GrowFor(batch.documents.size(), done, &corpus_->documents);
    GrowFor(batch.documents.size(), done, &corpus_->origins);
    const std::string_view folder = files_[input_].folder;
    for (Document document : batch.documents) {
      document.record += records_;
      document.source = ResolveSource(document.source, document.url, folder);
      if (document.id.empty()) {
        document.id = corpus_->ids.Add(
            absl::StrFormat("%s#%d", files_[input_].name, document.record));
      } else if (corpus_->store != nullptr) {
        document.id = corpus_->ids.Add(document.id);
      }
      if (document.source.empty()) {
        document.source = document.id;
      } else if (corpus_->store != nullptr || document.source == folder) {
        document.source = Shared(document.source);
      }
      if (corpus_->store != nullptr) {
        document.url = corpus_->strings.Add(document.url);
        document.date = corpus_->strings.Add(document.date);
        document.title = corpus_->strings.Add(document.title);
        document.text = corpus_->texts.Add(document.text);
      }
      corpus_->documents.emplace_back().document = document;
      corpus_->origins.push_back({DateOrder(document.date), document.source});
    }
  }

  void TakeSketches(const SketchedDocuments& sketched, uint32_t first_doc,
                    double done) {
    Corpus& corpus = *corpus_;
    GrowFor(sketched.needles.size(), done, &corpus.needles);
    GrowFor(sketched.tokens.size(), read_share_ * done, &corpus.tokens);
    GrowFor(sketched.block_rows.size(), done, &corpus.block_rows);
    GrowFor(sketched.block_ends.size(), done, &corpus.block_starts);
    const uint64_t first_token = corpus.tokens.size();
    corpus.document_items.Append(sketched.documents, first_doc, first_token,
                                 done, &shared_documents_);
    corpus.block_items.Append(sketched.blocks, first_doc, first_token, done,
                              &shared_blocks_);
    for (QuoteNeedle needle : sketched.needles) {
      needle.doc += first_doc;
      corpus.needles.push_back(needle);
    }
    corpus.tokens.insert(corpus.tokens.end(), sketched.tokens.begin(),
                         sketched.tokens.end());
    const uint64_t first_row = corpus.block_rows.size();
    corpus.block_rows.insert(corpus.block_rows.end(),
                             sketched.block_rows.begin(),
                             sketched.block_rows.end());
    for (const uint64_t end : sketched.block_ends) {
      corpus.block_starts.push_back(first_row + end);
    }
  }

  // One copy of each.
  std::string_view Shared(std::string_view text) {
    const auto found = shared_.find(text);
    if (found != shared_.end()) return *found;
    return *shared_.insert(corpus_->strings.Add(text)).first;
  }

  void FinishInput() {
    const InputOutcome outcome = source_->outcome(input_);
    if (!outcome.error.ok()) AddBreak(outcome.error);
    corpus_->inputs.push_back({files_[input_].name, outcome.bytes,
                               outcome.checksum, documents_, skipped_,
                               files_[input_].path});
    ++input_;
    records_ = 0;
    documents_ = 0;
    skipped_ = 0;
    ends_cut_ = false;
  }

  // The place where a file broke off: the record that it cut in two, which is
  // counted already, or else what would have come next.
  void AddBreak(const absl::Status& error) {
    const std::string message(error.message());
    if (ends_cut_) {
      corpus_->rejects.back().error.append("; ").append(message);
    } else {
      corpus_->rejects.push_back(
          {static_cast<uint32_t>(input_), records_, 0, 0, message});
    }
  }

  const std::vector<InputFile>& files_;
  ChunkSource* source_;
  const double read_share_;  // of all tokens there will be
  Corpus* corpus_;
  const uint64_t total_bytes_;  // 0: not known
  std::mutex mutex_;            // of all below
  uint64_t merged_bytes_ = 0;
  std::condition_variable merged_;
  size_t next_ = 0;
  std::map<size_t, std::unique_ptr<Part>> waiting_;  // by order
  absl::flat_hash_set<std::string_view> shared_;
  SharedKeys shared_documents_;
  SharedKeys shared_blocks_;
  // Of the input at hand:
  size_t input_ = 0;
  uint64_t records_ = 0;
  uint64_t documents_ = 0;
  uint64_t skipped_ = 0;
  bool ends_cut_ = false;  // its last record is one, and a reject
};

// The first document of an id keeps it; the next ones get ~2, ~3 …, passing
// over what is taken. By sorted hashes: a set of the ids of ten million
// documents would be 300 MB that no store can hold.
class UniqueIds {
 public:
  explicit UniqueIds(Corpus* corpus)
      : corpus_(*corpus), by_hash_(corpus->store) {}

  void Make() {
    GrowTo(corpus_.documents.size(), &by_hash_);
    for (uint32_t doc = 0; doc < corpus_.documents.size(); ++doc) {
      Append({HashBytes(IdOf(doc)), doc}, &by_hash_);
    }
    std::sort(by_hash_.begin(), by_hash_.end());
    for (size_t begin = 0; begin < by_hash_.size();) {
      size_t end = begin + 1;
      while (end < by_hash_.size() &&
             by_hash_[end].hash == by_hash_[begin].hash) {
        ++end;
      }
      if (end - begin > 1) NumberRepeated(begin, end);
      begin = end;
    }
  }

 private:
  struct Entry {
    uint64_t hash = 0;
    uint32_t doc = 0;
    friend auto operator<=>(const Entry&, const Entry&) = default;
  };

  std::string_view IdOf(uint32_t doc) const {
    return corpus_.documents[doc].document.id;
  }

  // Of documents whose ids have one hash; they may be several.
  void NumberRepeated(size_t begin, size_t end) {
    std::sort(by_hash_.begin() + static_cast<ptrdiff_t>(begin),
              by_hash_.begin() + static_cast<ptrdiff_t>(end),
              [this](const Entry& x, const Entry& y) {
                return std::pair(IdOf(x.doc), x.doc) <
                       std::pair(IdOf(y.doc), y.doc);
              });
    std::string_view id = IdOf(by_hash_[begin].doc);
    uint64_t number = 1;
    for (size_t i = begin + 1; i < end; ++i) {
      const uint32_t doc = by_hash_[i].doc;
      if (IdOf(doc) != id) {
        id = IdOf(doc);
        number = 1;
        continue;
      }
      std::string made;
      do {
        made = absl::StrFormat("%s~%d", id, ++number);
      } while (IsTaken(made));
      SetId(doc, made);
    }
  }

  // By a document that came with it: the first of those keeps it. Two made ids
  // are never equal: they differ before their last ~ or behind it.
  bool IsTaken(std::string_view id) const {
    const uint64_t hash = HashBytes(id);
    auto entry =
        std::lower_bound(by_hash_.begin(), by_hash_.end(), Entry{hash, 0});
    for (; entry != by_hash_.end() && entry->hash == hash; ++entry) {
      if (IdOf(entry->doc) == id) return true;
    }
    return false;
  }

  void SetId(uint32_t doc, std::string_view id) {
    Document& document = corpus_.documents[doc].document;
    // Its own source: the same view, not just the same letters.
    const bool is_own_source = document.source.data() == document.id.data();
    document.id = corpus_.ids.Add(id);
    if (is_own_source) {
      document.source = document.id;
      corpus_.origins[doc].set_source(document.id);
    }
    ++corpus_.duplicate_ids;
    GiveBackAt(corpus_.duplicate_ids, corpus_.store);
  }

  Corpus& corpus_;
  StoredVector<Entry> by_hash_;  // by (hash, document)
};

class CorpusReader {
 public:
  CorpusReader(InputList list, const ScanPlan& plan, ThreadPool* pool,
               Store* store, const ProgressCallback& progress,
               const std::atomic<bool>* cancel)
      : list_(std::move(list)),
        plan_(plan),
        pool_(pool),
        progress_(progress),
        cancel_(cancel),
        source_(list_.files, plan.options.input, cancel),
        corpus_(store),
        merger_(list_.files, &source_,
                plan.options.find_furniture ? kReadShare : 1, &corpus_) {}

  absl::StatusOr<Corpus> Read(std::vector<StageTiming>* timing) {
    pool_->ParallelFor(static_cast<size_t>(pool_->size()), 1,
                       [this](size_t, size_t) { Work(); });
    Healthy();  // a wait for input that was broken off gives no chunk
    TIKRAR_RETURN_IF_ERROR(status_);
    merger_.Finish();
    corpus_.unknown_inputs = list_.unknown;
    UniqueIds(&corpus_).Make();
    corpus_.cuts = Cuts(corpus_.documents.size(), corpus_.store);
    AddTiming(corpus_.text_bytes, timing);
    return std::move(corpus_);
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
      auto part = std::make_unique<Part>(corpus_.store);
      part->input = input;
      part->bytes = chunk.bytes.size();
      part->is_cut = !chunk.fault.empty();
      const bool is_large =
          corpus_.store != nullptr && chunk.bytes.size() > kLargeChunkBytes;
      std::unique_lock<std::mutex> alone(large_mutex_, std::defer_lock);
      std::optional<Sketcher> own;
      if (is_large) {
        alone.lock();
        own.emplace(plan_);
      }
      auto start = std::chrono::steady_clock::now();
      part->batch =
          ParseChunk(list_.files[input], plan_.options.input, std::move(chunk));
      parse_seconds += SecondsSince(start);
      start = std::chrono::steady_clock::now();
      for (size_t i = 0; i < part->batch.documents.size(); ++i) {
        (own ? *own : sketcher)
            .Add(part->batch.documents[i], static_cast<uint32_t>(i), {},
                 &part->sketched);
      }
      sketch_seconds += SecondsSince(start);
      chunk = {};
      if (is_large) {
        own.reset();
        alone.unlock();
      }
      merger_.Take(order, std::move(part),
                   kMostWaiting * static_cast<size_t>(pool_->size()));
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
    absl::Status kept =
        corpus_.store == nullptr ? absl::OkStatus() : corpus_.store->Check();
    const uint64_t done = source_.bytes();
    std::lock_guard<std::mutex> lock(mutex_);
    if (cancel_ != nullptr && cancel_->load()) {
      status_ = absl::CancelledError("scan: interrupted");
    } else if (status_.ok()) {
      status_ = std::move(kept);
    }
    if (progress_ && status_.ok()) progress_({"read", done, total_bytes_});
    return status_.ok();
  }

  InputList list_;
  const ScanPlan& plan_;
  ThreadPool* pool_;
  const ProgressCallback& progress_;
  const std::atomic<bool>* cancel_;
  ChunkSource source_;
  Corpus corpus_;
  PartMerger merger_;
  std::mutex large_mutex_;
  std::mutex mutex_;
  absl::Status status_;  // guarded by mutex_
  const uint64_t total_bytes_ = TotalBytes(list_.files);
  double parse_seconds_ = 0;  // of all threads, as the next
  double normalize_seconds_ = 0;
  double sketch_seconds_ = 0;
};

}  // namespace

absl::StatusOr<Corpus> ReadCorpus(const std::vector<std::string>& paths,
                                  const ScanPlan& plan, ThreadPool* pool,
                                  Store* store,
                                  const ProgressCallback& progress,
                                  const std::atomic<bool>* cancel,
                                  std::vector<StageTiming>* timing) {
  TIKRAR_ASSIGN_OR_RETURN(InputList list, ListInputs(paths));
  return CorpusReader(std::move(list), plan, pool, store, progress, cancel)
      .Read(timing);
}

}  // namespace tikrar
