// Questions to a run and their answers, as JSON. HTTP knows nothing of what is
// asked, and the report puts the same answers into its file.
//
// What there is to ask, and what comes back: openapi.json.

#ifndef TIKRAR_SERVE_ANSWER_H_
#define TIKRAR_SERVE_ANSWER_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "serve/database.h"
#include "serve/request.h"

namespace tikrar {

// How a run says what of it is at hand.
struct RunView {
  bool is_live = true;            // false: the one-file report
  bool is_writable = false;       // whether decisions can be saved
  int64_t families_left_out = 0;  // of the report: without their texts
  int64_t documents_left_out = 0;
};

// The answer to a GET of anything but decisions. Thread-safe; a function of
// the run and the request.
// Error: NotFound, there is no such address, family or document;
// InvalidArgument, a parameter; Unavailable, the index of words is still being
// made; else the database.
absl::StatusOr<std::string> Answer(Database* database, const Request& request,
                                   const RunView& view);

// The addresses that Answer knows.
std::vector<std::string_view> AnswerAddresses();

}  // namespace tikrar

#endif  // TIKRAR_SERVE_ANSWER_H_
