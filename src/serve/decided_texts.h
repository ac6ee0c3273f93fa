// What is left of a document as people have decided so far.

#ifndef TIKRAR_SERVE_DECIDED_TEXTS_H_
#define TIKRAR_SERVE_DECIDED_TEXTS_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clean/document_cleaner.h"
#include "serve/document_rows.h"
#include "serve/sqlite.h"
#include "tikrar/text.h"

namespace tikrar {

// Says of one document what `tikrar clean --decisions RUN/decisions.jsonl`
// would say, without cleaning the others, but for those that decide with it:
// of a family of passages or quotations that goes, the first whole copy stays,
// and which one that is may depend on other such families.
//
// Thread-safe. The file is read each time, and parsed when it has changed.
class DecidedTexts {
 public:
  // `stamp`: the run's, as of DecisionStamp. `cancel` may be null.
  DecidedTexts(std::string run, Profile profile, std::string stamp,
               const std::atomic<bool>* cancel)
      : run_(std::move(run)),
        profile_(profile),
        stamp_(std::move(stamp)),
        cancel_(cancel) {}

  // [[begin,end],..], or nullopt: no decision touches the document, or the
  // file is none that clean would take (what is wrong with it, the answer
  // about the decisions says). Error: the database.
  absl::StatusOr<std::optional<std::string>> Of(SqlConnection* sql,
                                                int64_t document);

  struct Decided {
    uint64_t decisions = 0;
    CleanFigures figures;
  };
  // What is left of the whole run, whose figures without decisions are
  // `undecided`; nullopt as above. Who asks while another is answered waits,
  // and gets what holds by then. Error: the database; Cancelled. Cost: of
  // cleaning twice each document that a decision touches, once for a state of
  // the file.
  absl::StatusOr<std::optional<Decided>> Figures(SqlConnection* sql,
                                                 const CleanFigures& undecided);

 private:
  struct State;
  absl::StatusOr<std::shared_ptr<const State>> Renew(SqlConnection* sql);

  const std::string run_;
  const Profile profile_;
  const std::string stamp_;
  const std::atomic<bool>* const cancel_;
  std::mutex mutex_;
  std::string seen_;                    // the bytes of the file
  std::shared_ptr<const State> state_;  // of them; null: nothing is decided
  std::mutex figures_mutex_;            // held while they are worked out
  std::shared_ptr<const State> figures_of_;
  CleanFigures figures_;
};

}  // namespace tikrar

#endif  // TIKRAR_SERVE_DECIDED_TEXTS_H_
