#include "pipeline/checkpoint_file.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_format.h"
#include "base/errno_status.h"
#include "base/hash.h"
#include "base/status_macros.h"
#include "report/partial_folder.h"

namespace tikrar {
namespace {

// Any number would do; it must only stay the same.
constexpr uint64_t kSeed = 0x7469'6B72'6172'4350;

absl::Status DataLoss(std::string_view where, const std::string& what) {
  return MakeStatus(absl::StatusCode::kDataLoss, where, what);
}

}  // namespace

uint64_t CheckpointBlockChecksum(std::string_view bytes, uint64_t index) {
  return HashBytes(bytes, Mix64(kSeed + index));
}

absl::StatusOr<CheckpointWriter> CheckpointWriter::Create(
    std::string path, std::string_view stage, uint64_t call) {
  TIKRAR_ASSIGN_OR_RETURN(OutputFile file, OutputFile::Create(path + ".new"));
  CheckpointWriter writer(std::move(path), std::move(file));
  writer.file_.buffer()->append(kCheckpointMagic);
  const uint32_t format = kCheckpointFormat;
  writer.file_.buffer()->append(reinterpret_cast<const char*>(&format),
                                sizeof format);
  writer.Text(stage);
  writer.Value(call);
  return writer;
}

void CheckpointWriter::Text(std::string_view text) {
  Value(static_cast<uint64_t>(text.size()));
  while (!text.empty()) {
    if (block_.size() == kCheckpointBlockBytes) EndBlock();
    const size_t step =
        std::min(text.size(), kCheckpointBlockBytes - block_.size());
    block_.append(text.substr(0, step));
    text.remove_prefix(step);
  }
}

void CheckpointWriter::EndBlock() {
  const auto size = static_cast<uint32_t>(block_.size());
  const uint64_t checksum = CheckpointBlockChecksum(block_, blocks_++);
  std::string* out = file_.buffer();
  out->append(reinterpret_cast<const char*>(&size), sizeof size);
  out->append(reinterpret_cast<const char*>(&checksum), sizeof checksum);
  out->append(block_);
  block_.clear();
  if (status_.ok()) status_ = file_.FlushIfFull();
  if (!status_.ok()) out->clear();  // no room for it, or worse
}

absl::Status CheckpointWriter::Finish() {
  if (!block_.empty()) EndBlock();
  EndBlock();  // an empty one: the end
  TIKRAR_RETURN_IF_ERROR(status_);
  TIKRAR_RETURN_IF_ERROR(file_.Close());
  return RenameNewFile(path_);
}

absl::StatusOr<CheckpointReader> CheckpointReader::Open(const std::string& path,
                                                        std::string_view stage,
                                                        uint64_t call) {
  std::error_code error;
  const uint64_t bytes = std::filesystem::file_size(path, error);
  if (error) return ErrnoStatus(path, error.value());
  TIKRAR_ASSIGN_OR_RETURN(OpenedSource opened,
                          OpenSource(path, Compression::kNone));
  return Open(path, std::move(opened.content), bytes, stage, call);
}

absl::StatusOr<CheckpointReader> CheckpointReader::Open(
    std::string where, std::unique_ptr<ByteSource> source, uint64_t bytes,
    std::string_view stage, uint64_t call) {
  CheckpointReader reader(std::move(where), std::move(source), bytes);
  TIKRAR_RETURN_IF_ERROR(reader.ReadHead(stage, call));
  return reader;
}

absl::Status CheckpointReader::ReadHead(std::string_view stage, uint64_t call) {
  std::string magic(kCheckpointMagic.size(), '\0');
  uint32_t format = 0;
  TIKRAR_RETURN_IF_ERROR(ReadBytes(magic.data(), magic.size(), "a checkpoint"));
  if (magic != kCheckpointMagic) {
    return DataLoss(where_, "is no checkpoint at offset 0, expected '" +
                                std::string(kCheckpointMagic) + "'");
  }
  TIKRAR_RETURN_IF_ERROR(
      ReadBytes(reinterpret_cast<char*>(&format), sizeof format, "its format"));
  if (format != kCheckpointFormat) {
    return DataLoss(where_,
                    absl::StrFormat("has format %d at offset %d, "
                                    "expected %d",
                                    format, magic.size(), kCheckpointFormat));
  }
  std::string its_stage;
  uint64_t its_call = 0;
  Text(its_stage);
  Value(its_call);
  TIKRAR_RETURN_IF_ERROR(status_);
  if (its_stage != stage) {
    return DataLoss(where_, absl::StrFormat("is of stage '%s', expected '%s'",
                                            its_stage, std::string(stage)));
  }
  if (its_call == call) return absl::OkStatus();
  return DataLoss(where_, absl::StrFormat("is of call %016x, expected %016x",
                                          its_call, call));
}

absl::Status CheckpointReader::ReadBytes(char* out, size_t size,
                                         std::string_view what) {
  size_t done = 0;
  while (done < size) {
    TIKRAR_ASSIGN_OR_RETURN(const size_t count,
                            source_->Read(out + done, size - done));
    if (count == 0) {
      return DataLoss(where_,
                      absl::StrFormat("ends at offset %d, expected %s",
                                      offset_ + done, std::string(what)));
    }
    done += count;
  }
  offset_ += size;
  return absl::OkStatus();
}

absl::Status CheckpointReader::ReadBlock() {
  const uint64_t start = offset_;
  uint32_t size = 0;
  uint64_t checksum = 0;
  TIKRAR_RETURN_IF_ERROR(
      ReadBytes(reinterpret_cast<char*>(&size), sizeof size, "a block"));
  TIKRAR_RETURN_IF_ERROR(ReadBytes(reinterpret_cast<char*>(&checksum),
                                   sizeof checksum, "a checksum"));
  if (size > kCheckpointBlockBytes) {
    return DataLoss(where_,
                    absl::StrFormat("block at offset %d has %d bytes, "
                                    "expected at most %d",
                                    start, size, kCheckpointBlockBytes));
  }
  block_offset_ = offset_;
  block_.resize(size);
  TIKRAR_RETURN_IF_ERROR(
      ReadBytes(block_.data(), size, "the rest of its block"));
  const uint64_t actual = CheckpointBlockChecksum(block_, blocks_++);
  if (actual == checksum) return absl::OkStatus();
  return DataLoss(where_, absl::StrFormat("block at offset %d has checksum "
                                          "%016x, expected %016x",
                                          start, actual, checksum));
}

void CheckpointReader::NextBlock() {
  block_.clear();
  at_ = 0;
  if (!status_.ok() || ended_) return;
  status_ = ReadBlock();
  if (!status_.ok()) block_.clear();
  ended_ = block_.empty();
}

void CheckpointReader::Damaged(std::string_view expected) {
  if (status_.ok()) {
    status_ = DataLoss(
        where_, absl::StrFormat("is damaged before offset %d, "
                                "expected %s",
                                block_offset_ + at_, std::string(expected)));
  }
  block_.clear();
  at_ = 0;
  ended_ = true;
}

void CheckpointReader::Flag(bool& value) {
  uint8_t number = 0;
  Value(number);
  if (number > 1) Damaged("0 or 1");
  value = number == 1;
}

uint64_t CheckpointReader::Count(uint64_t least_bytes) {
  uint64_t count = 0;
  Value(count);
  const uint64_t left =
      block_.size() - at_ + (bytes_ - std::min(bytes_, offset_));
  if (count <= left / least_bytes) return count;
  Damaged(absl::StrFormat("a count of at most %d", left / least_bytes));
  return 0;
}

void CheckpointReader::Text(std::string& text) {
  uint64_t left = Count(1);
  text.clear();
  while (left > 0) {
    if (at_ == block_.size()) NextBlock();
    const size_t step = std::min<uint64_t>(left, block_.size() - at_);
    if (step == 0) return Damaged("a text");
    text.append(block_, at_, step);
    at_ += step;
    left -= step;
  }
}

absl::Status CheckpointReader::Finish() {
  if (at_ < block_.size()) Damaged("the end");
  if (status_.ok() && !ended_) NextBlock();
  if (status_.ok() && !ended_) Damaged("the end");
  TIKRAR_RETURN_IF_ERROR(status_);
  char next = 0;
  TIKRAR_ASSIGN_OR_RETURN(const size_t more, source_->Read(&next, 1));
  if (more == 0) return absl::OkStatus();
  return DataLoss(where_, absl::StrFormat("goes on at offset %d, expected the "
                                          "end",
                                          offset_));
}

}  // namespace tikrar
