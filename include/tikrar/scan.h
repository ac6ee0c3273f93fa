// START HERE: finds repeated text in a corpus.
//
// Example:
//   tikrar::ScanOptions options;
//   options.threshold = 0.8;
//   absl::StatusOr<tikrar::ScanOutcome> outcome =
//       tikrar::Scan({"corpus/"}, options, nullptr);
//   if (!outcome.ok()) return outcome.status();
//   tikrar::WriteRun(outcome->run, "run", {});

#ifndef TIKRAR_SCAN_H_
#define TIKRAR_SCAN_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tikrar/input.h"
#include "tikrar/run.h"
#include "tikrar/sketch.h"
#include "tikrar/store.h"
#include "tikrar/text.h"

namespace tikrar {

enum class Engine : uint8_t { kMinHash = 0, kSimHash };
enum class Pairs : uint8_t { kStar = 0, kAll };

struct ScanOptions {
  // Affects results.
  InputOptions input = {};
  double threshold = 0.7;    // Jaccard, 0 < J <= 1
  double containment = 0.8;  // 0 < C <= 1
  ShingleSpec shingle = {};  // default: see sketch.h
  Engine engine = Engine::kMinHash;
  Profile profile = Profile::kStandard;
  int min_passage_words = 8;  // 4 to 64; a shorter stretch is no passage, and a
                              // shorter text makes no family by standing
                              // inside longer ones
  int min_quote_words = 4;    // a shorter quotation is a name, not a quote
  bool find_documents = true;
  bool find_blocks = true;
  bool find_passages = true;   // stretches and quotations that stand in other
                               // documents too
  bool find_furniture = true;  // boilerplate and related blocks, which are
                               // then set aside for everything else
  Pairs pairs = Pairs::kStar;
  int num_hashes = 128;          // MinHash values a signature
  double target_recall = 0.995;  // of banding at J = threshold
  int simhash_distance = 6;      // bits that may differ (engine simhash)
  uint64_t audit = 0;            // items of each unit to check by brute force
  bool strict = false;           // a rejected record is an error

  // Affects speed only.
  int threads = 0;            // 0 = all cores
  uint64_t memory_bytes = 0;  // 0 = no ceiling; else what a ceiling leaves
                              // no room for is in temporary files
  std::string temporary_folder = {};  // of these; "" = $TMPDIR, else /tmp
  StoreFailureCallback on_store_failure = {};  // see store.h
  // Where finished stages are kept, so that a scan that was stopped goes on
  // behind them when it is called again; "" = nowhere. The folder is the
  // caller's, who has it alone and removes it when the run is written: that of
  // WriteRun, `directory`.partial, goes by itself.
  std::string checkpoint_folder = {};
  double checkpoint_seconds = 2;  // a stage that took less is not kept: to
                                  // wait for the disk takes 0.02 s or so
};

// Called by whichever thread reads, one call at a time; must return soon.
struct ScanProgress {
  std::string_view stage;
  uint64_t done_bytes = 0;
  uint64_t total_bytes = 0;  // 0 = not known
};
using ProgressCallback = std::function<void(const ScanProgress&)>;

// The result, and the memory that its views point into.
struct ScanOutcome {
  ScanOutcome() = default;
  ScanOutcome(ScanOutcome&&) = default;
  ScanOutcome& operator=(ScanOutcome&& other);

  std::shared_ptr<Store> store;  // first: the others live in it; null without
                                 // a ceiling
  std::shared_ptr<const void> corpus;
  std::shared_ptr<const void> plan;
  RunResult run;
  // Of a scan that went on: the stages that were done before, in order; and
  // what a person should know of the checkpoints (`path: what`).
  std::vector<std::string> stages_taken;
  std::vector<std::string> notes;
};

// REQUIRES: options as described. Errors: InvalidArgument for an option out
// of range; NotFound or Unavailable for input that cannot be opened at all;
// Cancelled when *cancel becomes true; ResourceExhausted where memory_bytes
// cannot be held, or what the temporary folder says; FailedPrecondition where
// checkpoint_folder is of a scan with other options or of other inputs (the
// message names the difference), DataLoss where it does not say of which.
// A record that cannot be read is counted in run.rejects, not an error.
// The result is the same for any number of threads.
absl::StatusOr<ScanOutcome> Scan(const std::vector<std::string>& inputs,
                                 const ScanOptions& options,
                                 const ProgressCallback& progress,
                                 const std::atomic<bool>* cancel = nullptr);

}  // namespace tikrar

#endif  // TIKRAR_SCAN_H_
