#include "clean/packed_file.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/errno_status.h"
#include "base/status_macros.h"

namespace tikrar {
namespace {

constexpr size_t kBlockBytes = size_t{256} << 10;

// A frame is a unit of damage, too: what comes after it can still be read.
constexpr uint64_t kFrameBytes = uint64_t{16} << 20;

constexpr int kGzipOnly = 16 + MAX_WBITS;  // see deflateInit2 in zlib.h
constexpr int kGzipLevel = 6;
constexpr int kGzipMemLevel = 8;
// A ledger of news is 9 % smaller at level 6, and takes three times as long.
constexpr int kZstdLevel = 3;

class PlainFile : public PackedFile {
 public:
  PlainFile(std::string path, int descriptor)
      : PackedFile(std::move(path), descriptor) {
    buffer_.reserve(kBlockBytes);
  }

 private:
  absl::Status Pack(std::string_view bytes) override {
    if (buffer_.size() + bytes.size() > kBlockBytes) {
      TIKRAR_RETURN_IF_ERROR(FinishFrame());
      if (bytes.size() >= kBlockBytes) return WriteStored(bytes);
    }
    buffer_ += bytes;
    return absl::OkStatus();
  }
  absl::Status FinishFrame() override {
    TIKRAR_RETURN_IF_ERROR(WriteStored(buffer_));
    buffer_.clear();
    return absl::OkStatus();
  }

  std::string buffer_;
};

class GzipFile : public PackedFile {
 public:
  GzipFile(std::string path, int descriptor)
      : PackedFile(std::move(path), descriptor), block_(kBlockBytes) {}
  ~GzipFile() override {
    if (initialized_) deflateEnd(&stream_);
  }

 private:
  absl::Status Pack(std::string_view bytes) override {
    constexpr size_t kMaxStep = std::numeric_limits<uInt>::max();
    while (!bytes.empty()) {
      const size_t step = std::min(bytes.size(), kMaxStep);
      TIKRAR_RETURN_IF_ERROR(Deflate(bytes.substr(0, step), Z_NO_FLUSH));
      bytes.remove_prefix(step);
    }
    return absl::OkStatus();
  }

  absl::Status FinishFrame() override {
    TIKRAR_RETURN_IF_ERROR(Deflate("", Z_FINISH));
    deflateReset(&stream_);
    return absl::OkStatus();
  }

  absl::Status Deflate(std::string_view bytes, int flush) {
    if (!initialized_ &&
        deflateInit2(&stream_, kGzipLevel, Z_DEFLATED, kGzipOnly, kGzipMemLevel,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
      return MakeStatus(absl::StatusCode::kResourceExhausted, path(),
                        "gzip: not enough memory");
    }
    initialized_ = true;
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    int result = Z_OK;
    do {
      stream_.next_out = reinterpret_cast<Bytef*>(block_.data());
      stream_.avail_out = static_cast<uInt>(block_.size());
      result = deflate(&stream_, flush);
      TIKRAR_RETURN_IF_ERROR(
          WriteStored({block_.data(), block_.size() - stream_.avail_out}));
    } while (stream_.avail_out == 0 ||
             (flush == Z_FINISH && result != Z_STREAM_END));
    return absl::OkStatus();
  }

  z_stream stream_ = {};
  bool initialized_ = false;
  std::vector<char> block_;
};

struct FreeContext {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

class ZstdFile : public PackedFile {
 public:
  ZstdFile(std::string path, int descriptor)
      : PackedFile(std::move(path), descriptor),
        context_(ZSTD_createCCtx()),
        block_(ZSTD_CStreamOutSize()) {
    if (context_ == nullptr) return;
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, kZstdLevel);
    ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1);
  }

 private:
  absl::Status Pack(std::string_view bytes) override {
    return Compress(bytes, ZSTD_e_continue);
  }
  absl::Status FinishFrame() override { return Compress("", ZSTD_e_end); }

  absl::Status Compress(std::string_view bytes, ZSTD_EndDirective directive) {
    if (context_ == nullptr) {
      return MakeStatus(absl::StatusCode::kResourceExhausted, path(),
                        "zstd: not enough memory");
    }
    ZSTD_inBuffer input = {bytes.data(), bytes.size(), 0};
    size_t left = 0;
    do {
      ZSTD_outBuffer output = {block_.data(), block_.size(), 0};
      left = ZSTD_compressStream2(context_.get(), &output, &input, directive);
      if (ZSTD_isError(left)) {
        return MakeStatus(absl::StatusCode::kInternal, path(),
                          absl::StrFormat("zstd: %s", ZSTD_getErrorName(left)));
      }
      TIKRAR_RETURN_IF_ERROR(WriteStored({block_.data(), output.pos}));
    } while (input.pos < input.size || (directive == ZSTD_e_end && left > 0));
    return absl::OkStatus();
  }

  std::unique_ptr<ZSTD_CCtx, FreeContext> context_;
  std::vector<char> block_;
};

std::unique_ptr<PackedFile> Make(std::string path, int descriptor,
                                 Compression compression) {
  switch (compression) {
    case Compression::kGzip:
      return std::make_unique<GzipFile>(std::move(path), descriptor);
    case Compression::kZstd:
      return std::make_unique<ZstdFile>(std::move(path), descriptor);
    case Compression::kNone:
      break;
  }
  return std::make_unique<PlainFile>(std::move(path), descriptor);
}

absl::StatusOr<int> OpenFile(const std::string& path, int flags) {
  const int descriptor = open(path.c_str(), flags | O_RDWR | O_CLOEXEC, 0666);
  if (descriptor < 0) return ErrnoStatus(path, errno);
  return descriptor;
}

}  // namespace

PackedFile::PackedFile(std::string path, int descriptor)
    : path_(std::move(path)), descriptor_(descriptor) {
  XXH3_64bits_reset(&hash_);
}

PackedFile::~PackedFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

absl::StatusOr<std::unique_ptr<PackedFile>> PackedFile::Create(
    std::string path, Compression compression) {
  TIKRAR_ASSIGN_OR_RETURN(const int descriptor,
                          OpenFile(path, O_CREAT | O_TRUNC));
  return Make(std::move(path), descriptor, compression);
}

absl::StatusOr<std::unique_ptr<PackedFile>> PackedFile::Resume(
    std::string path, Compression compression, PackedSize size) {
  TIKRAR_ASSIGN_OR_RETURN(const int descriptor, OpenFile(path, 0));
  std::unique_ptr<PackedFile> file =
      Make(std::move(path), descriptor, compression);
  TIKRAR_RETURN_IF_ERROR(file->HashStored(size.stored));
  file->stored_ = size.stored;
  file->plain_ = size.plain;
  if (ftruncate(descriptor, static_cast<off_t>(size.stored)) != 0) {
    return ErrnoStatus(file->path_, errno);
  }
  return file;
}

absl::Status PackedFile::HashStored(uint64_t size) {
  std::vector<char> block(kBlockBytes);
  for (uint64_t done = 0; done < size;) {
    const ssize_t count = read(descriptor_, block.data(),
                               std::min<uint64_t>(block.size(), size - done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrnoStatus(path_, errno);
    if (count == 0) {
      return MakeStatus(
          absl::StatusCode::kDataLoss, path_,
          absl::StrFormat("has %d bytes, expected %d at least", done, size));
    }
    XXH3_64bits_update(&hash_, block.data(), static_cast<size_t>(count));
    done += static_cast<uint64_t>(count);
  }
  return absl::OkStatus();
}

absl::Status PackedFile::Write(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::string_view part =
        bytes.substr(0, std::min<uint64_t>(bytes.size(), kFrameBytes - frame_));
    TIKRAR_RETURN_IF_ERROR(Pack(part));
    plain_ += part.size();
    frame_ += part.size();
    bytes.remove_prefix(part.size());
    if (frame_ == kFrameBytes) TIKRAR_RETURN_IF_ERROR(EndFrame());
  }
  return absl::OkStatus();
}

absl::Status PackedFile::EndFrame() {
  if (frame_ == 0) return absl::OkStatus();
  frame_ = 0;
  return FinishFrame();
}

absl::Status PackedFile::WriteStored(std::string_view bytes) {
  XXH3_64bits_update(&hash_, bytes.data(), bytes.size());
  stored_ += bytes.size();
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor_, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return ErrnoStatus(path_, errno);
    }
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

absl::Status PackedFile::Close(bool sync) {
  TIKRAR_RETURN_IF_ERROR(EndFrame());
  if (plain_ == 0) TIKRAR_RETURN_IF_ERROR(FinishFrame());  // a file of nothing
  if (sync && fsync(descriptor_) != 0 && errno != EINVAL && errno != ENOTSUP) {
    return ErrnoStatus(path_, errno);
  }
  if (close(std::exchange(descriptor_, -1)) != 0 && errno != EINTR) {
    return ErrnoStatus(path_, errno);
  }
  return absl::OkStatus();
}

}  // namespace tikrar
