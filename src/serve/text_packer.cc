#include "serve/text_packer.h"

#include <zstd.h>

#include <memory>

namespace tikrar {
namespace {

// The fastest that still halves Arabic text: packing must keep up with reading.
constexpr int kLevel = 1;

struct ContextFreer {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

}  // namespace

std::string PackText(std::string_view text) {
  // Making a context costs as much as packing a news article.
  thread_local const std::unique_ptr<ZSTD_CCtx, ContextFreer> context(
      ZSTD_createCCtx());
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  const size_t size =
      ZSTD_compressCCtx(context.get(), packed.data(), packed.size(),
                        text.data(), text.size(), kLevel);
  packed.resize(ZSTD_isError(size) ? 0 : size);
  return packed;
}

absl::StatusOr<std::string> UnpackText(std::string_view packed) {
  const unsigned long long size =
      ZSTD_getFrameContentSize(packed.data(), packed.size());
  // Texts are below 4 GiB; the two codes for "unknown" and "error" are not.
  if (size > 0xFFFFFFFFull) {
    return absl::DataLossError("database: a text is damaged");
  }
  std::string text(size, '\0');
  const size_t written =
      ZSTD_decompress(text.data(), text.size(), packed.data(), packed.size());
  if (ZSTD_isError(written) || written != size) {
    return absl::DataLossError("database: a text is damaged");
  }
  return text;
}

}  // namespace tikrar
