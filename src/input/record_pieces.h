// The bytes of a chunk as records and what stands between them.

#ifndef TIKRAR_INPUT_RECORD_PIECES_H_
#define TIKRAR_INPUT_RECORD_PIECES_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "tikrar/input.h"

namespace tikrar {

// A stretch of a chunk; the pieces of a chunk follow one another and leave
// nothing out.
struct RecordPiece {
  size_t begin = 0;
  size_t end = 0;
  // Whether it is a record: the n-th of these is record n of the batch that
  // ParseChunk makes. (Of WARC, those that hold no document are no records of
  // the batch: its offsets tell.)
  bool is_record = false;
  // Of a record: the JSON value, or the row with its line end. What is left
  // before and after is a byte order mark, a line end, white space, and of an
  // array the comma or bracket that follows.
  size_t value_begin = 0;
  size_t value_end = 0;
  // Of an array: '[' of the piece that opens it, ',' or ']' where one follows
  // a value, else 0.
  char mark = '\0';
};

// REQUIRES: `bytes` are those of a chunk (decoded, if the table is UTF-16),
// `has_fault` says whether it has a fault, `is_first` whether it is the first
// of its input.
std::vector<RecordPiece> SplitPieces(Format format, std::string_view bytes,
                                     bool is_first, bool has_fault);

}  // namespace tikrar

#endif  // TIKRAR_INPUT_RECORD_PIECES_H_
