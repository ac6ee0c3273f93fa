#include "clean/raw_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"

namespace tikrar {
namespace {

constexpr size_t kCharBytes = 4;  // of the longest character of UTF-16

}  // namespace

absl::StatusOr<std::unique_ptr<RawReader>> RawReader::Open(
    const InputFile& file, const std::atomic<bool>* cancel) {
  TIKRAR_ASSIGN_OR_RETURN(OpenedSource opened,
                          OpenSource(file.path, file.compression, cancel,
                                     file.format == Format::kWarc));
  return std::unique_ptr<RawReader>(
      new RawReader(file.path, std::move(opened)));
}

void RawReader::SetStoredCharset(Charset charset) {
  steps_ = DecodeSteps(charset);
  is_utf16_ = charset != Charset::kUtf8;
}

void RawReader::Fill() {
  buffer_.erase(0, begin_);
  begin_ = 0;
  const size_t held = buffer_.size();
  buffer_.resize(held + kSourceBlockBytes);
  const absl::StatusOr<size_t> count =
      opened_.content->Read(buffer_.data() + held, kSourceBlockBytes);
  buffer_.resize(held + count.value_or(0));
  error_ = count.status();
  at_end_ = !count.ok() || *count == 0;
}

void RawReader::Pass(size_t count, std::string* raw) {
  raw->append(buffer_, begin_, count);
  XXH3_64bits_update(&hash_, buffer_.data() + begin_, count);
  raw_bytes_ += count;
  begin_ += count;
}

absl::Status RawReader::Take(uint64_t count, std::string* raw) {
  uint64_t left = count;
  while (left > 0) {
    // A UTF-16 character may be cut in two at the end of the buffer.
    while (!at_end_ && buffer_.size() - begin_ < kCharBytes) Fill();
    const std::string_view held = std::string_view(buffer_).substr(begin_);
    if (held.empty()) {
      return MakeStatus(
          absl::StatusCode::kFailedPrecondition, path_,
          absl::StrFormat("ends at byte %d, expected more: it has changed",
                          raw_bytes_));
    }
    if (!is_utf16_) {
      const size_t step = std::min<uint64_t>(left, held.size());
      Pass(step, raw);
      left -= step;
      continue;
    }
    size_t at = started_ ? 0 : steps_.BomBytes(held);
    started_ = true;
    while (left > 0 && at < held.size() &&
           (at_end_ || held.size() - at >= kCharBytes)) {
      const DecodeStep step = steps_.Next(held, at);
      left -= std::min<uint64_t>(left, step.text_bytes);
      at += step.source_bytes;
    }
    Pass(at, raw);
  }
  position_ += count;
  return absl::OkStatus();
}

absl::Status RawReader::TakeRest(size_t count, std::string* raw) {
  if (begin_ == buffer_.size() && !at_end_) Fill();
  if (error_.code() == absl::StatusCode::kCancelled) return error_;
  const size_t step = std::min(count, buffer_.size() - begin_);
  position_ += step;
  Pass(step, raw);
  return absl::OkStatus();
}

}  // namespace tikrar
