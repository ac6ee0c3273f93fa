#include <zlib.h>

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "input/byte_source.h"

namespace tikrar {
namespace {

constexpr int kGzipOnly = 16 + MAX_WBITS;  // see inflateInit2 in zlib.h

class GzipSource : public ByteSource {
 public:
  GzipSource(std::unique_ptr<ByteSource> file, std::string path)
      : file_(std::move(file)),
        path_(std::move(path)),
        input_(kSourceBlockBytes) {}
  ~GzipSource() override {
    if (initialized_) inflateEnd(&stream_);
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  absl::StatusOr<size_t> Read(char* out, size_t size) override;

 private:
  enum class State { kBetweenMembers, kInMember, kPadding, kEnd };

  absl::StatusOr<bool> Refill();
  absl::Status StartMember();
  absl::Status SkipPadding();
  absl::Status Inflate();
  absl::Status Broken(std::string_view what) const {
    return MakeStatus(absl::StatusCode::kDataLoss, path_,
                      absl::StrFormat("gzip: %s, at byte %d of the file", what,
                                      file_bytes_ - stream_.avail_in));
  }

  std::unique_ptr<ByteSource> file_;
  std::string path_;
  std::vector<char> input_;
  uint64_t file_bytes_ = 0;  // read into input_ so far
  z_stream stream_ = {};
  bool initialized_ = false;
  bool any_member_ = false;
  State state_ = State::kBetweenMembers;
  absl::Status error_;
};

absl::StatusOr<size_t> GzipSource::Read(char* out, size_t size) {
  constexpr size_t kMaxStep = std::numeric_limits<uInt>::max();
  const size_t wanted = std::min(size, kMaxStep);
  stream_.next_out = reinterpret_cast<Bytef*>(out);
  stream_.avail_out = static_cast<uInt>(wanted);
  while (error_.ok() && state_ != State::kEnd && stream_.avail_out > 0) {
    if (state_ == State::kBetweenMembers) {
      error_ = StartMember();
    } else if (state_ == State::kPadding) {
      error_ = SkipPadding();
    } else {
      error_ = Inflate();
    }
  }
  const size_t count = wanted - stream_.avail_out;
  if (count == 0 && !error_.ok()) return error_;
  return count;
}

// True if there is input.
absl::StatusOr<bool> GzipSource::Refill() {
  if (stream_.avail_in > 0) return true;
  TIKRAR_ASSIGN_OR_RETURN(const size_t count,
                          file_->Read(input_.data(), input_.size()));
  stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
  stream_.avail_in = static_cast<uInt>(count);
  file_bytes_ += count;
  return count > 0;
}

absl::Status GzipSource::StartMember() {
  TIKRAR_ASSIGN_OR_RETURN(const bool more, Refill());
  if (!more) {
    state_ = State::kEnd;
    return absl::OkStatus();
  }
  if (any_member_ && *stream_.next_in == 0) {
    state_ = State::kPadding;
    return absl::OkStatus();
  }
  const int result =
      initialized_ ? inflateReset(&stream_) : inflateInit2(&stream_, kGzipOnly);
  if (result != Z_OK) {
    return MakeStatus(absl::StatusCode::kResourceExhausted, path_,
                      "gzip: not enough memory");
  }
  initialized_ = true;
  state_ = State::kInMember;
  return absl::OkStatus();
}

// Tapes and some archives fill the last block with zeros; gzip ignores them.
absl::Status GzipSource::SkipPadding() {
  TIKRAR_ASSIGN_OR_RETURN(const bool more, Refill());
  if (!more) {
    state_ = State::kEnd;
    return absl::OkStatus();
  }
  Bytef* const end = stream_.next_in + stream_.avail_in;
  stream_.next_in =
      std::find_if(stream_.next_in, end, [](Bytef byte) { return byte != 0; });
  stream_.avail_in = static_cast<uInt>(end - stream_.next_in);
  if (stream_.avail_in == 0) return absl::OkStatus();
  return Broken("unknown bytes after the last member");
}

absl::Status GzipSource::Inflate() {
  TIKRAR_ASSIGN_OR_RETURN(const bool more, Refill());
  if (!more) return Broken("truncated, the file ends inside a member");
  const int result = inflate(&stream_, Z_NO_FLUSH);
  if (result == Z_STREAM_END) {
    any_member_ = true;
    state_ = State::kBetweenMembers;
    return absl::OkStatus();
  }
  if (result == Z_OK || result == Z_BUF_ERROR) return absl::OkStatus();
  if (result == Z_MEM_ERROR) {
    return MakeStatus(absl::StatusCode::kResourceExhausted, path_,
                      "gzip: not enough memory");
  }
  return Broken(std::string("corrupt, ") +
                (stream_.msg != nullptr ? stream_.msg : "invalid data"));
}

}  // namespace

std::unique_ptr<ByteSource> MakeGzipSource(std::unique_ptr<ByteSource> file,
                                           std::string path) {
  return std::make_unique<GzipSource>(std::move(file), std::move(path));
}

}  // namespace tikrar
