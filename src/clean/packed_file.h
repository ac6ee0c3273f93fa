// A file being written, plain or compressed, that can be gone on with.

#ifndef TIKRAR_CLEAN_PACKED_FILE_H_
#define TIKRAR_CLEAN_PACKED_FILE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/hash.h"
#include "tikrar/input.h"

namespace tikrar {

// How much of a file is written. A file of which no more is known goes on from
// there with the same bytes as if it had not been interrupted.
struct PackedSize {
  uint64_t stored = 0;  // bytes on disk
  uint64_t plain = 0;   // before compression
};

// Calls must match: (Create | Resume) (Write | EndFrame)* Close. Destroyed
// without Close, the file is closed with what was written.
class PackedFile {
 public:
  static absl::StatusOr<std::unique_ptr<PackedFile>> Create(
      std::string path, Compression compression);
  // Cuts the file off after `size`, as it was after an EndFrame, and goes on.
  static absl::StatusOr<std::unique_ptr<PackedFile>> Resume(
      std::string path, Compression compression, PackedSize size);
  virtual ~PackedFile();
  PackedFile(const PackedFile&) = delete;
  PackedFile& operator=(const PackedFile&) = delete;

  absl::Status Write(std::string_view bytes);
  // Ends the zstd frame or gzip member, if one is open, and hands everything
  // to the system.
  absl::Status EndFrame();
  // Ends the file; with `sync` waits until the disk has it.
  absl::Status Close(bool sync);

  PackedSize size() const { return {stored_, plain_}; }
  uint64_t checksum() const { return XXH3_64bits_digest(&hash_); }  // stored
  const std::string& path() const { return path_; }

 protected:
  PackedFile(std::string path, int descriptor);
  absl::Status WriteStored(std::string_view bytes);

 private:
  virtual absl::Status Pack(std::string_view bytes) = 0;
  virtual absl::Status FinishFrame() = 0;
  absl::Status HashStored(uint64_t size);

  std::string path_;
  int descriptor_;
  uint64_t stored_ = 0;
  uint64_t plain_ = 0;
  uint64_t frame_ = 0;  // plain bytes of the open frame
  XXH3_state_t hash_;
};

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_PACKED_FILE_H_
