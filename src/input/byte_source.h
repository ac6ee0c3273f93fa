// Streams of bytes: a file, and what a compressed or UTF-16 file holds.

#ifndef TIKRAR_INPUT_BYTE_SOURCE_H_
#define TIKRAR_INPUT_BYTE_SOURCE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "base/hash.h"
#include "tikrar/input.h"

namespace tikrar {

// Bytes a decoder asks of the source below it at a time: large enough that
// system calls do not count, small enough to stay in the second-level cache.
inline constexpr size_t kSourceBlockBytes = size_t{256} << 10;

class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // Reads up to `size` > 0 bytes; may return fewer than asked, 0 only at the
  // end. Error: the stream broke; all bytes before the break have been
  // returned by then, and later calls repeat the error.
  virtual absl::StatusOr<size_t> Read(char* out, size_t size) = 0;
};

// An open file or standard input; counts and hashes what it reads. A file that
// was written to in the meantime is an error at its end: half of a record may
// be the old one, and what was read is neither file.
class FileSource : public ByteSource {
 public:
  // `path` "-" is standard input. `cancel` may be null; once true, a wait for
  // bytes of a pipe or terminal ends with Cancelled. Error: cannot be opened,
  // or is a folder.
  static absl::StatusOr<std::unique_ptr<FileSource>> Open(
      const std::string& path, const std::atomic<bool>* cancel = nullptr);
  ~FileSource() override;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  absl::StatusOr<size_t> Read(char* out, size_t size) override;

  const std::string& path() const { return path_; }
  uint64_t bytes_read() const { return bytes_read_; }
  uint64_t checksum() const { return XXH3_64bits_digest(&hash_); }

 private:
  FileSource(std::string path, int descriptor, const std::atomic<bool>* cancel);
  absl::Status WaitForBytes() const;
  absl::Status CheckUnchanged() const;

  std::string path_;
  int descriptor_;
  const std::atomic<bool>* cancel_;
  bool may_wait_ = false;  // not a regular file
  int64_t modified_ = 0;   // nanoseconds, when it was opened
  uint64_t bytes_read_ = 0;
  XXH3_state_t hash_;
};

// The content of a gzip file of one or more members. A file of no bytes is
// an empty stream, and zero bytes after the last member are padding.
std::unique_ptr<ByteSource> MakeGzipSource(std::unique_ptr<ByteSource> file,
                                           std::string path);

// The content of a zstd file of one or more frames. A file of no bytes is an
// empty stream. Frames with a window over 128 MiB are refused, as `zstd -d`
// does, to keep the memory bounded. With `may_have_dictionary` a first frame of
// the number that .warc.zst files use for it is the dictionary of the others.
absl::StatusOr<std::unique_ptr<ByteSource>> MakeZstdSource(
    std::unique_ptr<ByteSource> file, std::string path,
    bool may_have_dictionary = false);

// What a file holds, and the file at the bottom of it.
struct OpenedSource {
  std::unique_ptr<ByteSource> content;
  FileSource* disk = nullptr;  // owned by `content`
};
absl::StatusOr<OpenedSource> OpenSource(
    const std::string& path, Compression compression,
    const std::atomic<bool>* cancel = nullptr,
    bool may_have_dictionary = false);

// XXH3 of the bytes of a file as it is stored.
absl::StatusOr<uint64_t> HashFile(const std::string& path);

// UTF-16 text as UTF-8, without a byte order mark; `charset` is kUtf16Le or
// kUtf16Be. `head` is what has been read of `inner` before.
std::unique_ptr<ByteSource> MakeUtf16Source(std::unique_ptr<ByteSource> inner,
                                            std::string head, Charset charset);

}  // namespace tikrar

#endif  // TIKRAR_INPUT_BYTE_SOURCE_H_
