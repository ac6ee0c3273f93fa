// One JSON object to one Document.

#ifndef TIKRAR_INPUT_JSON_RECORD_H_
#define TIKRAR_INPUT_JSON_RECORD_H_

#include <simdjson.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "tikrar/document.h"
#include "tikrar/input.h"

namespace tikrar {

// Uses simdjson's DOM and not On-Demand: On-Demand does not look at values
// that nobody asks for, so it would accept records that no other JSON parser
// reads.
class JsonRecordParser {
 public:
  // REQUIRES: `options` outlives the parser.
  explicit JsonRecordParser(const InputOptions& options) : options_(options) {}

  // Fills the strings of *document from the object json[0, size), and sets
  // *replacements. Of members with the same name the last counts, as in most
  // parsers. May overwrite the bytes of `json` with repairs. The views stay
  // valid until the next call.
  // REQUIRES: simdjson::SIMDJSON_PADDING bytes after `size` may be read.
  absl::Status Parse(char* json, size_t size, Document* document,
                     uint64_t* replacements);

 private:
  simdjson::error_code ParseRepairing(char* json, size_t size,
                                      uint64_t* replacements,
                                      simdjson::dom::element* root);
  absl::Status Fill(const simdjson::dom::object& object, Document* document);
  std::string_view OptionalField(simdjson::dom::element value, size_t index,
                                 std::string* number);

  const InputOptions& options_;
  simdjson::dom::parser parser_;
  std::string_view raw_;  // the record, with numbers as written
  bool numbers_blanked_ = false;
  std::string decoded_;  // the record after replacing invalid UTF-8
  std::string blanked_;  // the record after BlankNumbers
  std::array<std::string, 5> number_texts_;
};

}  // namespace tikrar

#endif  // TIKRAR_INPUT_JSON_RECORD_H_
