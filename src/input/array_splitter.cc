#include "input/record_splitter.h"

namespace tikrar {
namespace {

bool IsJsonSpace(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

}  // namespace

size_t ArraySplitter::FindEnd(std::string_view bytes, size_t min_end,
                              bool at_end) {
  while (scanned_ < bytes.size() && fault_ == Fault::kNone) {
    const size_t end_before = last_end_;
    Step(bytes);
    if (last_end_ != end_before && last_end_ >= min_end) return last_end_;
  }
  if (at_end && fault_ == Fault::kNone &&
      (state_ == State::kInside || state_ == State::kString)) {
    fault_ = Fault::kUnclosed;
  }
  return kNone;
}

void ArraySplitter::Step(std::string_view bytes) {
  const char c = bytes[scanned_];
  switch (state_) {
    case State::kStart:
    case State::kDone:
      StepOutside(c);
      return;
    case State::kInside:
      StepInside(c);
      return;
    case State::kString:
      StepString(bytes);
      return;
  }
}

void ArraySplitter::StepOutside(char c) {
  const bool is_start = state_ == State::kStart;
  if (is_start && c == '[') {
    state_ = State::kInside;
    ++scanned_;
  } else if (!IsJsonSpace(c)) {
    fault_ = is_start ? Fault::kNotAnArray : Fault::kTrailing;
  } else {
    ++scanned_;
    if (!is_start) last_end_ = scanned_;
  }
}

void ArraySplitter::StepInside(char c) {
  ++scanned_;
  if (c == '"') {
    state_ = State::kString;
  } else if (c == '{' || c == '[') {
    ++depth_;
  } else if (depth_ > 0) {
    if (c == '}' || c == ']') --depth_;
  } else if (c == ',') {
    SetEnd(scanned_);
  } else if (c == ']') {
    state_ = State::kDone;
    SetEnd(scanned_);
  }
}

void ArraySplitter::StepString(std::string_view bytes) {
  size_t i = scanned_;
  while (i < bytes.size() && bytes[i] != '"' && bytes[i] != '\\' &&
         bytes[i] != '\n') {
    ++i;
  }
  scanned_ = i;
  if (i == bytes.size()) return;
  if (bytes[i] == '\\') {
    scanned_ = i + 2;  // past the end if the escaped character is to come
    return;
  }
  state_ = State::kInside;
  scanned_ = i + 1;
}

}  // namespace tikrar
