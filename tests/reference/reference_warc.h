// Where the records of a WARC file are, and what a chunked HTTP body says:
// slow and obvious, line by line over the whole.

#ifndef TIKRAR_TESTS_REFERENCE_REFERENCE_WARC_H_
#define TIKRAR_TESTS_REFERENCE_REFERENCE_WARC_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace tikrar {

struct ReferenceWarcRecord {
  size_t begin = 0;  // of its first byte that ends no line
  size_t end = 0;    // past its line ends
  bool is_whole = false;
  friend bool operator==(const ReferenceWarcRecord&,
                         const ReferenceWarcRecord&) = default;
};

std::vector<ReferenceWarcRecord> ReferenceWarcRecords(const std::string& bytes);

// Nothing if `body` is not chunked by RFC 9112, section 7.1; of lines that
// end in LF alone too.
std::optional<std::string> ReferenceDechunk(const std::string& body);

}  // namespace tikrar

#endif  // TIKRAR_TESTS_REFERENCE_REFERENCE_WARC_H_
