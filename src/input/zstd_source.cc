#include <zstd.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "input/byte_source.h"

namespace tikrar {
namespace {

// A skippable frame: 4 bytes of this, 4 bytes of size, the dictionary, which
// may be a zstd frame itself (draft "WARC 1.1 with Zstandard" of IIPC).
constexpr std::string_view kDictionaryFrame = "\x5D\x2A\x4D\x18";
constexpr std::string_view kZstdFrame = "\x28\xB5\x2F\xFD";

// Dictionaries have some hundred KB.
constexpr size_t kMaxDictionaryBytes = size_t{64} << 20;

// What tells how long the head of a frame is.
constexpr size_t kFrameStartBytes = 5;

struct FreeStream {
  void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
};

class ZstdSource : public ByteSource {
 public:
  ZstdSource(std::unique_ptr<ByteSource> file, std::string path,
             std::unique_ptr<ZSTD_DStream, FreeStream> stream,
             bool may_have_dictionary)
      : file_(std::move(file)),
        path_(std::move(path)),
        stream_(std::move(stream)),
        block_(ZSTD_DStreamInSize()),
        looks_for_dictionary_(may_have_dictionary) {}

  absl::StatusOr<size_t> Read(char* out, size_t size) override;

 private:
  absl::Status Step(ZSTD_outBuffer* output);
  absl::StatusOr<bool> Ensure(size_t size);
  absl::Status ReadDictionary();
  absl::Status Broken(std::string_view what) const {
    return MakeStatus(
        absl::StatusCode::kDataLoss, path_,
        absl::StrFormat("zstd: %s, at byte %d of the file", what,
                        file_bytes_ - (input_.size - input_.pos)));
  }

  std::unique_ptr<ByteSource> file_;
  std::string path_;
  std::unique_ptr<ZSTD_DStream, FreeStream> stream_;
  std::vector<char> block_;
  uint64_t file_bytes_ = 0;  // read into block_ so far
  ZSTD_inBuffer input_ = {nullptr, 0, 0};
  // What the decoder asks for: not more than a block, so that it returns what
  // comes before a broken one.
  size_t wanted_ = kFrameStartBytes;
  bool in_frame_ = false;
  bool has_output_ = false;  // the decoder holds bytes that did not fit
  bool at_end_ = false;
  bool looks_for_dictionary_;
  absl::Status error_;
};

std::string DecompressDictionary(const std::string& frame) {
  const unsigned long long size =
      ZSTD_getFrameContentSize(frame.data(), frame.size());
  const bool is_known =
      size != ZSTD_CONTENTSIZE_ERROR && size != ZSTD_CONTENTSIZE_UNKNOWN;
  if (is_known && size > kMaxDictionaryBytes) return {};
  std::string content(is_known ? size : kMaxDictionaryBytes, '\0');
  const size_t count = ZSTD_decompress(content.data(), content.size(),
                                       frame.data(), frame.size());
  content.resize(ZSTD_isError(count) ? 0 : count);
  return content;
}

absl::StatusOr<size_t> ZstdSource::Read(char* out, size_t size) {
  ZSTD_outBuffer output = {out, size, 0};
  if (looks_for_dictionary_) {
    looks_for_dictionary_ = false;
    error_ = ReadDictionary();
  }
  while (error_.ok() && !at_end_ && output.pos < output.size) {
    error_ = Step(&output);
  }
  if (output.pos == 0 && !error_.ok()) return error_;
  return output.pos;
}

// Whether `size` bytes can be had at the start of block_.
absl::StatusOr<bool> ZstdSource::Ensure(size_t size) {
  size_t held = input_.size;
  block_.resize(std::max(block_.size(), size));
  while (held < size) {
    const absl::StatusOr<size_t> count =
        file_->Read(block_.data() + held, block_.size() - held);
    input_ = {block_.data(), held + count.value_or(0), 0};
    if (!count.ok()) return count.status();
    if (*count == 0) return false;
    held += *count;
    file_bytes_ += *count;
  }
  return true;
}

absl::Status ZstdSource::ReadDictionary() {
  constexpr size_t kHeadBytes = 8;
  TIKRAR_ASSIGN_OR_RETURN(const bool has_head, Ensure(kHeadBytes));
  const std::string_view head(block_.data(), std::min(input_.size, kHeadBytes));
  if (!has_head || !head.starts_with(kDictionaryFrame)) {
    return absl::OkStatus();
  }
  uint32_t size = 0;
  for (size_t i = 4; i < kHeadBytes; ++i) {
    size |= uint32_t{static_cast<unsigned char>(head[i])} << 8 * (i - 4);
  }
  if (size > kMaxDictionaryBytes) {
    return Broken(
        absl::StrFormat("dictionary has %d bytes, expected at most %d", size,
                        kMaxDictionaryBytes));
  }
  TIKRAR_ASSIGN_OR_RETURN(const bool is_whole, Ensure(kHeadBytes + size));
  if (!is_whole) {
    return Broken("truncated, the file ends inside its dictionary");
  }
  std::string dictionary(block_.data() + kHeadBytes, size);
  if (dictionary.starts_with(kZstdFrame)) {
    dictionary = DecompressDictionary(dictionary);
  }
  if (dictionary.empty() ||
      ZSTD_isError(ZSTD_DCtx_loadDictionary(stream_.get(), dictionary.data(),
                                            dictionary.size()))) {
    return Broken("corrupt, the dictionary cannot be read");
  }
  input_.pos = kHeadBytes + size;
  return absl::OkStatus();
}

absl::Status ZstdSource::Step(ZSTD_outBuffer* output) {
  if (input_.pos == input_.size && !has_output_) {
    TIKRAR_ASSIGN_OR_RETURN(const size_t count,
                            file_->Read(block_.data(), block_.size()));
    input_ = {block_.data(), count, 0};
    file_bytes_ += count;
    if (count == 0) {
      at_end_ = true;
      if (!in_frame_) return absl::OkStatus();
      return Broken("truncated, the file ends inside a frame");
    }
  }
  const size_t step = std::min(input_.size - input_.pos, wanted_);
  ZSTD_inBuffer part = {input_.src, input_.pos + step, input_.pos};
  const size_t hint = ZSTD_decompressStream(stream_.get(), output, &part);
  input_.pos = part.pos;
  if (ZSTD_isError(hint)) {
    std::string reason = ZSTD_getErrorName(hint);
    if (!reason.empty() && reason[0] >= 'A' && reason[0] <= 'Z') {
      reason[0] = static_cast<char>(reason[0] - 'A' + 'a');
    }
    return Broken("corrupt, " + reason);
  }
  wanted_ = hint == 0 ? kFrameStartBytes : hint;
  in_frame_ = hint != 0;
  has_output_ = in_frame_ && output->pos == output->size;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<ByteSource>> MakeZstdSource(
    std::unique_ptr<ByteSource> file, std::string path,
    bool may_have_dictionary) {
  std::unique_ptr<ZSTD_DStream, FreeStream> stream(ZSTD_createDStream());
  if (stream == nullptr) {
    return MakeStatus(absl::StatusCode::kResourceExhausted, path,
                      "zstd: not enough memory");
  }
  return std::make_unique<ZstdSource>(std::move(file), std::move(path),
                                      std::move(stream), may_have_dictionary);
}

}  // namespace tikrar
