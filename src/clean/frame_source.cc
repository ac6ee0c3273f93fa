#include "clean/frame_source.h"

#include <zstd.h>

#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"

namespace tikrar {
namespace {

// Of a frame header, RFC 8878: magic number, then the descriptor, whose bit 2
// says that a checksum follows.
constexpr size_t kHeadBytes = 5;
constexpr unsigned char kMagic[] = {0x28, 0xB5, 0x2F, 0xFD};
constexpr unsigned char kChecksumBit = 1 << 2;

struct FreeStream {
  void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
};

class FrameSource : public ByteSource {
 public:
  FrameSource(std::unique_ptr<ByteSource> file, std::string path)
      : file_(std::move(file)),
        path_(std::move(path)),
        stream_(ZSTD_createDStream()) {}

  absl::StatusOr<size_t> Read(char* out, size_t size) override {
    ZSTD_outBuffer output = {out, size, 0};
    while (error_.ok() && !at_end_ && output.pos < output.size) {
      error_ = in_frame_ ? Step(&output) : StartFrame();
    }
    if (output.pos == 0 && !error_.ok()) return error_;
    return output.pos;
  }

 private:
  absl::Status Broken(std::string_view what) const {
    return MakeStatus(absl::StatusCode::kDataLoss, path_,
                      absl::StrFormat("frame at byte %d: %s", frame_, what));
  }

  // Reads a block more; false at the end of the file.
  absl::StatusOr<bool> Fill() {
    block_.erase(block_.begin(), block_.begin() + static_cast<long>(begin_));
    begin_ = 0;
    const size_t held = block_.size();
    block_.resize(held + kSourceBlockBytes);
    const absl::StatusOr<size_t> count =
        file_->Read(block_.data() + held, kSourceBlockBytes);
    block_.resize(held + count.value_or(0));
    if (!count.ok()) return count.status();
    return *count > 0;
  }

  absl::Status StartFrame() {
    frame_ = offset_;
    while (block_.size() - begin_ < kHeadBytes) {
      TIKRAR_ASSIGN_OR_RETURN(const bool more, Fill());
      if (more) continue;
      at_end_ = true;
      if (block_.size() == begin_) return absl::OkStatus();
      return Broken("truncated, expected a frame header");
    }
    for (size_t i = 0; i < sizeof(kMagic); ++i) {
      if (static_cast<unsigned char>(block_[begin_ + i]) != kMagic[i]) {
        return Broken("damaged, expected the magic number of zstd");
      }
    }
    const auto descriptor =
        static_cast<unsigned char>(block_[begin_ + sizeof(kMagic)]);
    if ((descriptor & kChecksumBit) == 0) {
      return Broken("has no checksum, expected one");
    }
    if (stream_ == nullptr) {
      return MakeStatus(absl::StatusCode::kResourceExhausted, path_,
                        "zstd: not enough memory");
    }
    ZSTD_initDStream(stream_.get());
    in_frame_ = true;
    return absl::OkStatus();
  }

  absl::Status Step(ZSTD_outBuffer* output) {
    if (begin_ == block_.size() && !has_output_) {
      TIKRAR_ASSIGN_OR_RETURN(const bool more, Fill());
      if (!more) return Broken("truncated, expected the rest of the frame");
    }
    ZSTD_inBuffer input = {block_.data(), block_.size(), begin_};
    const size_t hint = ZSTD_decompressStream(stream_.get(), output, &input);
    offset_ += input.pos - begin_;
    begin_ = input.pos;
    if (ZSTD_isError(hint)) {
      return Broken(
          absl::StrFormat("damaged (%s), expected what its checksum "
                          "says",
                          ZSTD_getErrorName(hint)));
    }
    in_frame_ = hint != 0;
    has_output_ = in_frame_ && output->pos == output->size;
    return absl::OkStatus();
  }

  std::unique_ptr<ByteSource> file_;
  std::string path_;
  std::unique_ptr<ZSTD_DStream, FreeStream> stream_;
  std::vector<char> block_;
  size_t begin_ = 0;
  uint64_t offset_ = 0;  // of begin_ in the file
  uint64_t frame_ = 0;
  bool in_frame_ = false;
  bool has_output_ = false;
  bool at_end_ = false;
  absl::Status error_;
};

}  // namespace

std::unique_ptr<ByteSource> MakeFrameSource(std::unique_ptr<ByteSource> file,
                                            std::string path) {
  return std::make_unique<FrameSource>(std::move(file), std::move(path));
}

}  // namespace tikrar
