// A small corpus, invented and hostile, scanned once for all tests of serve.

#ifndef TIKRAR_TESTS_UNIT_SERVE_SCANNED_RUN_H_
#define TIKRAR_TESTS_UNIT_SERVE_SCANNED_RUN_H_

#include <simdjson.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "serve/answer.h"
#include "serve/database.h"
#include "tikrar/scan.h"
#include "unit/input/read_all.h"

namespace tikrar::testing {

struct ScannedRun {
  TempFolder folder;
  std::string corpus;                        // the folder of inputs
  std::string directory;                     // of the run
  ScanOutcome outcome;                       // still held
  std::map<std::string, std::string> texts;  // by id
  std::unique_ptr<Database> database;        // with search
};

// Two copies of a hostile document, hostile-1 and hostile-2, of which the
// second has one word edited, and one that nothing can be said about.
ScannedRun& Scanned();

// A title of 10 MB; of 1 MB with TIKRAR_QUICK.
std::string LongTitle();

// A JSON document and what reads it.
class Json {
 public:
  explicit Json(std::string bytes);
  simdjson::dom::element root() const { return root_; }
  simdjson::dom::element at(std::string_view pointer) const;
  std::string text(std::string_view pointer) const;
  int64_t number(std::string_view pointer) const;
  std::vector<simdjson::dom::element> list(std::string_view pointer) const;

 private:
  std::string bytes_;
  std::unique_ptr<simdjson::dom::parser> parser_;
  simdjson::dom::element root_;
};

// Of an array, of an object; none of anything else.
std::vector<simdjson::dom::element> Elements(simdjson::dom::element array);
std::vector<simdjson::dom::key_value_pair> Members(
    simdjson::dom::element object);
std::string Text(simdjson::dom::element element, std::string_view key);
int64_t Number(simdjson::dom::element element, std::string_view key);

// The answer to "/api/…", which must be one.
Json Ask(const std::string& target);
absl::StatusOr<std::string> TryToAsk(const std::string& target);
std::string Escaped(std::string_view text);

}  // namespace tikrar::testing

#endif  // TIKRAR_TESTS_UNIT_SERVE_SCANNED_RUN_H_
