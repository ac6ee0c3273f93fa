#include <zstd.h>

#include <utility>
#include <vector>

#include "base/status_macros.h"
#include "input/byte_source.h"

namespace tikrar {
namespace {

struct FreeStream {
  void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
};

class ZstdSource : public ByteSource {
 public:
  ZstdSource(std::unique_ptr<ByteSource> file, std::string path,
             std::unique_ptr<ZSTD_DStream, FreeStream> stream)
      : file_(std::move(file)),
        path_(std::move(path)),
        stream_(std::move(stream)),
        block_(ZSTD_DStreamInSize()) {}

  absl::StatusOr<size_t> Read(char* out, size_t size) override;

 private:
  absl::Status Step(ZSTD_outBuffer* output);

  std::unique_ptr<ByteSource> file_;
  std::string path_;
  std::unique_ptr<ZSTD_DStream, FreeStream> stream_;
  std::vector<char> block_;
  ZSTD_inBuffer input_ = {nullptr, 0, 0};
  bool in_frame_ = false;
  bool has_output_ = false;  // the decoder holds bytes that did not fit
  bool at_end_ = false;
  absl::Status error_;
};

absl::StatusOr<size_t> ZstdSource::Read(char* out, size_t size) {
  ZSTD_outBuffer output = {out, size, 0};
  while (error_.ok() && !at_end_ && output.pos < output.size) {
    error_ = Step(&output);
  }
  if (output.pos == 0 && !error_.ok()) return error_;
  return output.pos;
}

absl::Status ZstdSource::Step(ZSTD_outBuffer* output) {
  if (input_.pos == input_.size && !has_output_) {
    TIKRAR_ASSIGN_OR_RETURN(const size_t count,
                            file_->Read(block_.data(), block_.size()));
    input_ = {block_.data(), count, 0};
    if (count == 0) {
      at_end_ = true;
      if (!in_frame_) return absl::OkStatus();
      return MakeStatus(absl::StatusCode::kDataLoss, path_,
                        "zstd: truncated, the file ends inside a frame");
    }
  }
  const size_t hint = ZSTD_decompressStream(stream_.get(), output, &input_);
  if (ZSTD_isError(hint)) {
    std::string reason = ZSTD_getErrorName(hint);
    if (!reason.empty() && reason[0] >= 'A' && reason[0] <= 'Z') {
      reason[0] = static_cast<char>(reason[0] - 'A' + 'a');
    }
    return MakeStatus(absl::StatusCode::kDataLoss, path_,
                      "zstd: corrupt, " + reason);
  }
  in_frame_ = hint != 0;
  has_output_ = in_frame_ && output->pos == output->size;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<ByteSource>> MakeZstdSource(
    std::unique_ptr<ByteSource> file, std::string path) {
  std::unique_ptr<ZSTD_DStream, FreeStream> stream(ZSTD_createDStream());
  if (stream == nullptr) {
    return MakeStatus(absl::StatusCode::kResourceExhausted, path,
                      "zstd: not enough memory");
  }
  return std::make_unique<ZstdSource>(std::move(file), std::move(path),
                                      std::move(stream));
}

}  // namespace tikrar
