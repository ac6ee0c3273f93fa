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

struct StreamFreer {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

absl::Status Damaged() {
  return absl::DataLossError("database: a text is damaged");
}

// REQUIRES: the text is longer than that.
absl::StatusOr<std::string> UnpackBegin(std::string_view packed,
                                        size_t most_bytes) {
  const std::unique_ptr<ZSTD_DCtx, StreamFreer> context(ZSTD_createDCtx());
  std::string text(most_bytes, '\0');
  ZSTD_inBuffer in = {packed.data(), packed.size(), 0};
  ZSTD_outBuffer out = {text.data(), text.size(), 0};
  while (out.pos < out.size) {
    const size_t before = in.pos + out.pos;
    const size_t result = ZSTD_decompressStream(context.get(), &out, &in);
    if (ZSTD_isError(result) || in.pos + out.pos == before) return Damaged();
  }
  return text;
}

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

absl::StatusOr<std::string> UnpackText(std::string_view packed,
                                       size_t most_bytes) {
  const unsigned long long size =
      ZSTD_getFrameContentSize(packed.data(), packed.size());
  // Texts are below 4 GiB; the two codes for "unknown" and "error" are not.
  if (size > 0xFFFFFFFFull) return Damaged();
  if (size > most_bytes) return UnpackBegin(packed, most_bytes);
  std::string text(size, '\0');
  const size_t written =
      ZSTD_decompress(text.data(), text.size(), packed.data(), packed.size());
  if (ZSTD_isError(written) || written != size) return Damaged();
  return text;
}

}  // namespace tikrar
