// One WARC record to one Document.

#ifndef TIKRAR_INPUT_WARC_RECORD_H_
#define TIKRAR_INPUT_WARC_RECORD_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "input/html_text.h"
#include "tikrar/document.h"
#include "tikrar/input.h"

namespace tikrar {

class WarcRecordParser {
 public:
  // REQUIRES: `options` outlives the parser.
  explicit WarcRecordParser(const InputOptions& options) : options_(options) {}

  // Fills *document from `record`, as WarcSplitter cuts it, without line ends
  // before it; see input.h for which records are documents. False: this one
  // is not. The views stay valid until the next call. Error: the record is
  // malformed, or its page cannot be unpacked or parsed.
  absl::StatusOr<bool> Parse(std::string_view record, Document* document,
                             uint64_t* replacements);

 private:
  struct Page;

  absl::StatusOr<bool> ParsePage(const Page& page, Document* document);

  const InputOptions& options_;
  std::string body_;
  std::string text_;
  std::string id_;
  std::string url_;
  std::string date_;
  HtmlText html_;
};

}  // namespace tikrar

#endif  // TIKRAR_INPUT_WARC_RECORD_H_
