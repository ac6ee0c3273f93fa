// Texts as the database holds them: each compressed by itself.

#ifndef TIKRAR_SERVE_TEXT_PACKER_H_
#define TIKRAR_SERVE_TEXT_PACKER_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tikrar {

// A zstd frame of `text`. Thread-safe.
std::string PackText(std::string_view text);
// The text, or its first `most_bytes`, which may end within a character.
// Error: DataLoss, `packed` is no such frame.
absl::StatusOr<std::string> UnpackText(
    std::string_view packed, size_t most_bytes = std::string_view::npos);

}  // namespace tikrar

#endif  // TIKRAR_SERVE_TEXT_PACKER_H_
