// A JSON object of one line that ends with a checksum of itself, so that a
// changed byte anywhere is noticed when it is read again.
//
// The last member is "seal": XXH3-64 of the bytes before it, 16 hex digits;
// of run.json without its times and its peak, which no result depends on.
// (A checksum in a file beside it was rejected: two files can be parted.)

#ifndef TIKRAR_REPORT_SEAL_H_
#define TIKRAR_REPORT_SEAL_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace tikrar {

// 16 hex digits, as checksums are written.
std::string HexDigits(uint64_t value);

// Closes `json`, an object that only lacks its closing brace, with its seal
// and a line end.
void Seal(std::string* json);
// The same for an object whose beginning has this checksum and is not at hand.
std::string SealOf(uint64_t checksum);

// Error (`where: what`): the bytes end like a sealed object but are none. What
// has no seal passes: versions before it wrote none.
absl::Status CheckSeal(std::string_view where, std::string_view bytes);

}  // namespace tikrar

#endif  // TIKRAR_REPORT_SEAL_H_
