// Finds where records end in a stream that arrives in pieces.

#ifndef TIKRAR_INPUT_RECORD_SPLITTER_H_
#define TIKRAR_INPUT_RECORD_SPLITTER_H_

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>

#include "tikrar/input.h"

namespace tikrar {

enum class Fault {
  kNone,
  kNotAnArray,  // does not begin with [
  kTrailing,    // something follows the closing ]
  kUnclosed,    // ends before the closing ]
};

// Calls must match: (FindEnd Consume?)*
class RecordSplitter {
 public:
  static constexpr size_t kNone = std::string_view::npos;

  virtual ~RecordSplitter() = default;

  // The first place at or after `min_end` > 0 where a record of `bytes`
  // ends, past its line end or bracket; kNone if there is none yet: call
  // again with more bytes at the end of the same ones. Each byte is looked
  // at once. With `at_end` the bytes are all that come, and what is left of
  // them is a record.
  virtual size_t FindEnd(std::string_view bytes, size_t min_end,
                         bool at_end) = 0;

  // Set after FindEnd has returned kNone: the stream as a whole is malformed
  // from last_end() on.
  virtual Fault fault() const { return Fault::kNone; }

  // The last record end seen, 0 if none.
  size_t last_end() const { return last_end_; }

  // Drops the first `count` bytes.
  virtual void Consume(size_t count) {
    scanned_ -= std::min(count, scanned_);
    last_end_ -= std::min(count, last_end_);
  }

 protected:
  // Remembers that a record ends at `end` and everything before was scanned.
  void SetEnd(size_t end) { scanned_ = last_end_ = end; }

  size_t scanned_ = 0;
  size_t last_end_ = 0;
};

std::unique_ptr<RecordSplitter> MakeSplitter(Format format);

// One line is one record.
class LineSplitter : public RecordSplitter {
 public:
  size_t FindEnd(std::string_view bytes, size_t min_end, bool at_end) override;
};

// All bytes are one record.
class WholeSplitter : public RecordSplitter {
 public:
  size_t FindEnd(std::string_view bytes, size_t min_end, bool at_end) override {
    return at_end ? bytes.size() : kNone;
  }
};

// RFC 4180: a line end inside quotes is data. LF, CR LF and a bare CR end a
// record; only a quote at the start of a field opens one.
class CsvSplitter : public RecordSplitter {
 public:
  explicit CsvSplitter(char delimiter) : delimiter_(delimiter) {}
  size_t FindEnd(std::string_view bytes, size_t min_end, bool at_end) override;

 private:
  enum class State { kFieldStart, kUnquoted, kQuoted, kQuoteInQuoted };

  void Step(std::string_view bytes);

  char delimiter_;
  State state_ = State::kFieldStart;
};

// The elements of one JSON array: a record ends past the comma or the bracket
// that follows it. A raw line end inside a string, which JSON forbids, ends
// that string: a quote missing at the end of a line then costs one record.
// One that hides a bracket costs the rest, and the array is kUnclosed.
class ArraySplitter : public RecordSplitter {
 public:
  // `inside`: the bytes go on after the end of an element.
  explicit ArraySplitter(bool inside)
      : state_(inside ? State::kInside : State::kStart) {}
  size_t FindEnd(std::string_view bytes, size_t min_end, bool at_end) override;
  Fault fault() const override { return fault_; }

 private:
  enum class State { kStart, kInside, kString, kDone };

  void Step(std::string_view bytes);
  void StepOutside(char c);
  void StepInside(char c);
  void StepString(std::string_view bytes);

  State state_;
  size_t depth_ = 0;
  Fault fault_ = Fault::kNone;
};

// WARC records, by their Content-Length. Line ends after a record belong to
// it. Where a record is malformed (no header, no length, neither two line ends
// nor another record after its block), it ends at the next line like
// `WARC/1.0`, looked for from behind its header on: a length that is too long
// costs one record, not those that it would jump over.
class WarcSplitter : public RecordSplitter {
 public:
  size_t FindEnd(std::string_view bytes, size_t min_end, bool at_end) override;
  void Consume(size_t count) override;

 private:
  enum class State { kHeader, kBlock, kLost };

  size_t NextEnd(std::string_view bytes, bool at_end);
  bool ReadHeader(std::string_view bytes, bool at_end);
  bool ReadBlock(std::string_view bytes, bool at_end, size_t* end);
  void Lose(size_t from);

  State state_ = State::kHeader;
  size_t header_end_ = 0;  // of a record whose header was read
  size_t block_end_ = 0;
};

}  // namespace tikrar

#endif  // TIKRAR_INPUT_RECORD_SPLITTER_H_
