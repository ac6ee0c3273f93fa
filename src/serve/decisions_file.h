// RUN/decisions.jsonl: what a person decided, kept in the form that
// `tikrar clean --decisions` reads.

#ifndef TIKRAR_SERVE_DECISIONS_FILE_H_
#define TIKRAR_SERVE_DECISIONS_FILE_H_

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "serve/database.h"
#include "serve/request.h"

namespace tikrar {

// In the run directory.
inline constexpr std::string_view kDecisionsFile = "decisions.jsonl";

// Thread-safe. The file is read anew each time: an editor may change it, too.
class DecisionsFile {
 public:
  explicit DecisionsFile(Database* database);

  // {"rows": the lines in order, "etag": of the file, "unstamped": how many do
  // not say of which run they are}. Error: FailedPrecondition, one is of
  // another run.
  absl::StatusOr<std::string> Answer();

  // Puts a decision, or a list of them, in the place of those about the same
  // family or stretch, else behind the others; all or none. Error:
  // InvalidArgument, what is wrong with which; FailedPrecondition, it
  // contradicts another decision, or it or one of the file is of another run;
  // else the file.
  absl::Status Put(std::string_view body);
  // Removes the decision about `family`, or `doc`, `begin` and `end`. Error:
  // NotFound.
  absl::Status Remove(const Request& request);

  bool IsWritable() const;

 private:
  struct Line {
    std::string key;
    std::string json;
    bool is_stamped = true;
  };
  absl::StatusOr<std::vector<Line>> Read() const;
  absl::Status Write(const std::vector<Line>& lines) const;

  Database& database_;
  const std::string path_;
  std::mutex mutex_;
};

}  // namespace tikrar

#endif  // TIKRAR_SERVE_DECISIONS_FILE_H_
