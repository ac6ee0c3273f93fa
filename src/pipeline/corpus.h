// Reading: input paths to documents and sketched items, in input order.

#ifndef TIKRAR_PIPELINE_CORPUS_H_
#define TIKRAR_PIPELINE_CORPUS_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "base/hash.h"
#include "base/thread_pool.h"
#include "pipeline/content.h"
#include "pipeline/items.h"
#include "pipeline/sketcher.h"
#include "tikrar/input.h"
#include "tikrar/run.h"
#include "tikrar/scan.h"
#include "tikrar/store.h"

namespace tikrar {

// Of a document, what families are ordered by. Beside the documents, which are
// five times as large: members of a family stand all over the corpus.
class Origin {
 public:
  Origin() = default;
  Origin(int64_t date_order, std::string_view source) : date(date_order) {
    set_source(source);
  }

  std::string_view source() const { return {source_, size_}; }
  void set_source(std::string_view source) {
    source_ = source.data();
    size_ = static_cast<uint32_t>(source.size());
    hash_ = static_cast<uint32_t>(HashBytes(source));
  }
  // Names that differ are not looked at: they are all over the corpus.
  bool HasSourceOf(const Origin& other) const {
    return hash_ == other.hash_ && source() == other.source();
  }

  int64_t date = 0;  // DateOrder of its date

 private:
  const char* source_ = nullptr;
  uint32_t size_ = 0;
  uint32_t hash_ = 0;
};

struct Corpus {
  explicit Corpus(Store* kept_in = nullptr)
      : store(kept_in),
        documents(store),
        origins(store),
        ids(store),
        texts(store),
        strings(store),
        document_items(store),
        block_items(store),
        needles(store),
        tokens(store),
        block_rows(store),
        block_starts(1, 0, store) {}

  Store* store;  // of all that grows with the corpus; null: the heap
  std::vector<InputRow> inputs;
  StoredVector<DocumentRow> documents;  // ids unique, sources resolved
  StoredVector<Origin> origins;         // origins[i] is of documents[i]
  std::vector<RejectRow> rejects;
  std::vector<std::string> unknown_inputs;
  std::vector<DocumentBatch> batches;  // what documents point into, without a
                                       // store
  StringArena ids;                     // of documents; matches name them all
                                       // over the corpus
  StringArena texts;                   // with a store
  StringArena strings;                 // of documents, but for the others
  uint64_t text_bytes = 0;
  uint64_t replacements = 0;
  uint64_t duplicate_ids = 0;

  ItemTable document_items;  // items[i] is documents[i]
  ItemTable block_items;
  StoredVector<QuoteNeedle> needles;  // quotations; tokens of the content
  StoredVector<uint32_t> tokens;      // numbers of all tokens, item after item

  // Every block of document i: block_rows[block_starts[i]] up to
  // block_rows[block_starts[i + 1]].
  StoredVector<ClassifyBlock> block_rows;
  StoredVector<uint64_t> block_starts;

  Cuts cuts;  // furniture, which the items do not see

  absl::Span<const ClassifyBlock> BlocksOf(size_t doc) const {
    return absl::MakeConstSpan(block_rows)
        .subspan(block_starts[doc], block_starts[doc + 1] - block_starts[doc]);
  }
};

// Reads, parses and sketches on all threads of the pool. Errors: NotFound for
// a path that does not exist; Cancelled; what store->Check finds. Everything
// else becomes a reject. Appends to *timing the steps inside: time of all
// threads over their number. `store` may be null.
absl::StatusOr<Corpus> ReadCorpus(const std::vector<std::string>& paths,
                                  const ScanPlan& plan, ThreadPool* pool,
                                  Store* store,
                                  const ProgressCallback& progress,
                                  const std::atomic<bool>* cancel,
                                  std::vector<StageTiming>* timing);

// Sets the furniture aside: makes the items of the documents that have some
// again from what is left. A block that is furniture makes no item.
// REQUIRES: as Cuts::Assign; no cuts before.
void CutFurniture(absl::Span<const Cuts::Cut> cuts, const ScanPlan& plan,
                  ThreadPool* pool, Corpus* corpus);

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_CORPUS_H_
