// Reading: input paths to documents and sketched items, in input order.

#ifndef TIKRAR_PIPELINE_CORPUS_H_
#define TIKRAR_PIPELINE_CORPUS_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/thread_pool.h"
#include "pipeline/items.h"
#include "pipeline/sketcher.h"
#include "tikrar/input.h"
#include "tikrar/run.h"
#include "tikrar/scan.h"

namespace tikrar {

struct Corpus {
  std::vector<InputRow> inputs;
  std::vector<Document> documents;  // ids unique, sources resolved
  std::vector<RejectRow> rejects;
  std::vector<std::string> unknown_inputs;
  std::vector<DocumentBatch> storage;
  std::vector<std::unique_ptr<std::string>> strings;
  uint64_t text_bytes = 0;
  uint64_t blocks = 0;
  uint64_t replacements = 0;
  uint64_t duplicate_ids = 0;

  ItemTable document_items;  // items[i] is documents[i]
  ItemTable block_items;
  ItemTable quotation_items;
  std::vector<uint32_t> tokens;  // hashes of all tokens, item after item
};

// Reads, parses and sketches on all threads of the pool. Errors: NotFound for
// a path that does not exist; Cancelled; ResourceExhausted when the process
// grows above options.memory_bytes. Everything else becomes a reject.
// Appends to *timing the steps inside: time of all threads over their number.
absl::StatusOr<Corpus> ReadCorpus(const std::vector<std::string>& paths,
                                  const ScanPlan& plan, ThreadPool* pool,
                                  const ProgressCallback& progress,
                                  const std::atomic<bool>* cancel,
                                  std::vector<StageTiming>* timing);

// Bytes of memory that the process holds now, and held at most; 0 where the
// system does not tell.
uint64_t ResidentBytes();
uint64_t PeakResidentBytes();

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_CORPUS_H_
