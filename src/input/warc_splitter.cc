#include <optional>

#include "input/record_splitter.h"
#include "input/warc_header.h"

namespace tikrar {
namespace {

constexpr std::string_view kLineEnds = "\r\n";

// The first byte from `at` on that ends no line; the end of `bytes` if all do.
size_t SkipLineEnds(std::string_view bytes, size_t at) {
  return std::min(bytes.find_first_not_of(kLineEnds, at), bytes.size());
}

}  // namespace

size_t WarcSplitter::FindEnd(std::string_view bytes, size_t min_end,
                             bool at_end) {
  while (last_end_ < bytes.size()) {
    const size_t end = NextEnd(bytes, at_end);
    if (end == kNone) return kNone;
    SetEnd(end);
    state_ = State::kHeader;
    if (end >= min_end || (at_end && end == bytes.size())) return end;
  }
  return kNone;
}

void WarcSplitter::Consume(size_t count) {
  RecordSplitter::Consume(count);
  header_end_ -= std::min(count, header_end_);
  block_end_ -= std::min(count, block_end_);
}

// The end of the record at last_end_.
size_t WarcSplitter::NextEnd(std::string_view bytes, bool at_end) {
  size_t end = kNone;
  if (state_ == State::kHeader && !ReadHeader(bytes, at_end)) return kNone;
  if (state_ == State::kHeader) return bytes.size();  // line ends, no record
  if (state_ == State::kBlock && !ReadBlock(bytes, at_end, &end)) return kNone;
  if (state_ == State::kBlock) return end;
  const size_t line = FindWarcLine(bytes, scanned_);
  if (line != kNone) return line;
  if (at_end) return bytes.size();
  if (bytes.size() >= kWarcLineBytes) {
    scanned_ = std::max(scanned_, bytes.size() - (kWarcLineBytes - 1));
  }
  return kNone;
}

// False if more bytes are needed. The state stays kHeader only at the end,
// where nothing but line ends is left.
bool WarcSplitter::ReadHeader(std::string_view bytes, bool at_end) {
  const size_t begin = SkipLineEnds(bytes, last_end_);
  if (begin == bytes.size()) return at_end;
  const std::string_view rest = bytes.substr(begin);
  if (rest.size() < kWarcMagic.size() && !at_end) return false;
  if (!rest.starts_with(kWarcMagic)) {
    Lose(begin);
    return true;
  }
  const size_t end = FindHeaderEnd(bytes, std::max(begin, scanned_));
  const size_t size = std::min(end, bytes.size()) - begin;
  if (size > kMaxWarcHeaderBytes || (end == kNone && at_end)) {
    Lose(begin + 1);
    return true;
  }
  if (end == kNone) {
    // The blank line may have begun: look at its three bytes again.
    scanned_ = std::max(begin, bytes.size() - std::min<size_t>(size, 3));
    return false;
  }
  const std::string_view header = bytes.substr(begin, size);
  if (FindWarcLine(header, 1) != kNone) {  // a record cut off by the next
    Lose(begin + 1);
    return true;
  }
  header_end_ = end;
  const std::optional<std::string_view> field =
      HeaderField(header, "content-length");
  const std::optional<uint64_t> length =
      field ? ParseByteCount(*field) : std::nullopt;
  if (!length || *length > kMaxWarcBlockBytes) {
    Lose(end);
    return true;
  }
  block_end_ = end + static_cast<size_t>(*length);
  state_ = State::kBlock;
  return true;
}

// False if more bytes are needed; else sets *end, or the state is kLost.
bool WarcSplitter::ReadBlock(std::string_view bytes, bool at_end, size_t* end) {
  if (block_end_ > bytes.size()) {
    if (at_end) Lose(header_end_);
    return at_end;
  }
  *end = SkipLineEnds(bytes, block_end_);
  const std::string_view next = bytes.substr(*end);
  if (next.size() < kWarcMagic.size() && !at_end) return false;
  const std::string_view line_ends =
      bytes.substr(block_end_, *end - block_end_);
  const bool is_closed =
      std::count(line_ends.begin(), line_ends.end(), '\n') >= 2;
  if (!is_closed && !next.empty() && !next.starts_with(kWarcMagic)) {
    Lose(header_end_);
  }
  return true;
}

// Goes on to the next record from `from` on.
void WarcSplitter::Lose(size_t from) {
  state_ = State::kLost;
  scanned_ = from;
}

}  // namespace tikrar
