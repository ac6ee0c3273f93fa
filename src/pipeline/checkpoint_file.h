// What a stage found, on disk: a stream of values in blocks, each with its
// checksum. The format: FORMAT.md.

#ifndef TIKRAR_PIPELINE_CHECKPOINT_FILE_H_
#define TIKRAR_PIPELINE_CHECKPOINT_FILE_H_

#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "input/byte_source.h"
#include "report/output_file.h"

namespace tikrar {

inline constexpr std::string_view kCheckpointMagic = "tikrarCP";
inline constexpr uint32_t kCheckpointFormat = 1;
inline constexpr size_t kCheckpointBlockBytes = size_t{1} << 20;

// Of the block of that index, from 0: one in another's place is wrong, too.
uint64_t CheckpointBlockChecksum(std::string_view bytes, uint64_t index);

static_assert(std::endian::native == std::endian::little,
              "the files are little-endian, and so is what is copied to them");

template <typename T>
concept CheckpointNumber =
    (std::integral<T> && !std::same_as<T, bool>) || std::same_as<T, double>;

// Calls must match: Create (Value | Flag | Enum | Text)* Finish. The first
// error is kept and told by Finish.
class CheckpointWriter {
 public:
  static constexpr bool kReads = false;

  // Writes `path`.new. `stage` and `call` (the checksum of what the scan is
  // about) are for the reader to compare.
  static absl::StatusOr<CheckpointWriter> Create(std::string path,
                                                 std::string_view stage,
                                                 uint64_t call);

  template <CheckpointNumber T>
  void Value(const T& value) {
    if (block_.size() + sizeof value > kCheckpointBlockBytes) EndBlock();
    block_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void Flag(bool value) { Value(static_cast<uint8_t>(value)); }
  template <typename T>
  void Enum(T value, T /*last*/) {
    Value(static_cast<std::underlying_type_t<T>>(value));
  }
  void Text(std::string_view text);

  // Waits until the disk has the file, then gives it its name.
  absl::Status Finish();

 private:
  CheckpointWriter(std::string path, OutputFile file)
      : path_(std::move(path)), file_(std::move(file)) {}
  void EndBlock();

  std::string path_;
  OutputFile file_;
  std::string block_;
  uint64_t blocks_ = 0;
  absl::Status status_;
};

// Reads what the writer wrote, in the same order. Nothing is given out before
// the checksum of its block was seen to be right. After the first error all
// values are zeros; Finish tells it: DataLoss `path: what` for a file that is
// damaged, cut or of another format.
class CheckpointReader {
 public:
  static constexpr bool kReads = true;

  static absl::StatusOr<CheckpointReader> Open(const std::string& path,
                                               std::string_view stage,
                                               uint64_t call);
  // `bytes`: of the whole source. `where` is for messages.
  static absl::StatusOr<CheckpointReader> Open(
      std::string where, std::unique_ptr<ByteSource> source, uint64_t bytes,
      std::string_view stage, uint64_t call);

  template <CheckpointNumber T>
  void Value(T& value) {
    value = T();
    if (at_ == block_.size()) NextBlock();
    if (block_.size() - at_ < sizeof value) return Damaged("a value");
    std::memcpy(&value, block_.data() + at_, sizeof value);
    at_ += sizeof value;
  }
  void Flag(bool& value);
  template <typename T>
  void Enum(T& value, T last) {
    std::underlying_type_t<T> number = 0;
    Value(number);
    if (number > static_cast<std::underlying_type_t<T>>(last)) {
      number = 0;
      Damaged("a known kind");
    }
    value = static_cast<T>(number);
  }
  void Text(std::string& text);

  // A count of things of at least `least_bytes` each: 0, and an error, if the
  // file cannot hold so many.
  uint64_t Count(uint64_t least_bytes);

  bool ok() const { return status_.ok(); }
  // Not OK from now on: what was read cannot be, `expected` is what can.
  void Damaged(std::string_view expected);
  // Expects the end of the file.
  absl::Status Finish();

 private:
  CheckpointReader(std::string where, std::unique_ptr<ByteSource> source,
                   uint64_t bytes)
      : where_(std::move(where)), source_(std::move(source)), bytes_(bytes) {}
  absl::Status ReadHead(std::string_view stage, uint64_t call);
  absl::Status ReadBytes(char* out, size_t size, std::string_view what);
  absl::Status ReadBlock();
  void NextBlock();

  std::string where_;
  std::unique_ptr<ByteSource> source_;
  uint64_t bytes_;
  uint64_t offset_ = 0;        // in the file
  uint64_t block_offset_ = 0;  // of the block's first byte
  std::string block_;
  size_t at_ = 0;  // in the block
  uint64_t blocks_ = 0;
  bool ended_ = false;
  absl::Status status_;
};

}  // namespace tikrar

#endif  // TIKRAR_PIPELINE_CHECKPOINT_FILE_H_
