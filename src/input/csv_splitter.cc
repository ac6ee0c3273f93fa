#include "input/record_splitter.h"

namespace tikrar {

size_t CsvSplitter::FindEnd(std::string_view bytes, size_t min_end,
                            bool at_end) {
  while (scanned_ < bytes.size()) {
    const char c = bytes[scanned_];
    const bool is_line_end =
        state_ != State::kQuoted && (c == '\n' || c == '\r');
    if (!is_line_end) {
      Step(bytes);
      continue;
    }
    const bool is_last = scanned_ + 1 == bytes.size();
    if (c == '\r' && is_last && !at_end) return kNone;  // CR LF cut in two?
    const bool is_pair = c == '\r' && !is_last && bytes[scanned_ + 1] == '\n';
    SetEnd(scanned_ + (is_pair ? 2 : 1));
    state_ = State::kFieldStart;
    if (last_end_ >= min_end) return last_end_;
  }
  if (!at_end || bytes.empty()) return kNone;
  SetEnd(bytes.size());
  return last_end_;
}

// Moves over one character, or many that mean nothing in this state.
void CsvSplitter::Step(std::string_view bytes) {
  const char c = bytes[scanned_];
  switch (state_) {
    case State::kFieldStart:
      if (c != delimiter_) {
        state_ = c == '"' ? State::kQuoted : State::kUnquoted;
      }
      ++scanned_;
      return;
    case State::kUnquoted:
      if (c == delimiter_) state_ = State::kFieldStart;
      ++scanned_;
      return;
    case State::kQuoted: {
      const size_t quote = bytes.find('"', scanned_);
      scanned_ = quote == kNone ? bytes.size() : quote + 1;
      if (quote != kNone) state_ = State::kQuoteInQuoted;
      return;
    }
    case State::kQuoteInQuoted:
      if (c == '"') {
        state_ = State::kQuoted;
      } else {
        state_ = c == delimiter_ ? State::kFieldStart : State::kUnquoted;
      }
      ++scanned_;
      return;
  }
}

}  // namespace tikrar
