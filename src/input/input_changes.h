// An input that is read a second time: is it what it was the first time?

#ifndef TIKRAR_INPUT_INPUT_CHANGES_H_
#define TIKRAR_INPUT_INPUT_CHANGES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace tikrar {

// Not OK if the file has another number of bytes than `bytes`, which were read
// of it the first time. Opens nothing: says early what would come out late.
// With `may_break` more is no difference: of a compressed file that breaks off
// not all was read. Error: `path: has changed since the scan: …`, or what the
// system says.
absl::Status CheckInputSize(const std::string& path, uint64_t bytes,
                            bool may_break);

// The same when all of it was read again.
absl::Status CheckInputBytes(const std::string& path, uint64_t bytes,
                             uint64_t xxh3, uint64_t expected_bytes,
                             uint64_t expected_xxh3);

}  // namespace tikrar

#endif  // TIKRAR_INPUT_INPUT_CHANGES_H_
