#include "input/record_pieces.h"

#include <algorithm>

#include "input/record_splitter.h"

namespace tikrar {
namespace {

constexpr size_t kNone = std::string_view::npos;
constexpr std::string_view kJsonSpace = " \t\r\n";
constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

using Pieces = std::vector<RecordPiece>;

// Joins it to the piece before if neither is a record.
void AddBetween(size_t begin, size_t end, char mark, Pieces* pieces) {
  if (begin == end) return;
  if (mark == '\0' && !pieces->empty() && !pieces->back().is_record &&
      pieces->back().mark == '\0') {
    pieces->back().end = end;
    return;
  }
  pieces->push_back({.begin = begin, .end = end, .mark = mark});
}

// As ParseJsonLines.
void SplitLinesOf(std::string_view bytes, Pieces* pieces) {
  for (size_t begin = 0; begin < bytes.size();) {
    const size_t line_end = std::min(bytes.find('\n', begin), bytes.size());
    const size_t end = std::min(line_end + 1, bytes.size());
    const bool has_mark = bytes.substr(begin).starts_with(kUtf8Mark);
    const size_t json_begin = begin + (has_mark ? kUtf8Mark.size() : 0);
    if (bytes.find_first_not_of(kJsonSpace, json_begin) < line_end) {
      pieces->push_back({.begin = begin,
                         .end = end,
                         .is_record = true,
                         .value_begin = json_begin,
                         .value_end = line_end});
    } else {
      AddBetween(begin, end, '\0', pieces);
    }
    begin = end;
  }
}

// An element before a comma is a record even where it is empty.
void SplitArray(std::string_view bytes, bool is_first, Pieces* pieces) {
  ArraySplitter splitter(/*inside=*/!is_first);
  size_t begin = 0;
  if (is_first) {
    const size_t bracket = bytes.find('[');
    begin = bracket == kNone ? bytes.size() : bracket + 1;
    AddBetween(0, begin, bracket == kNone ? '\0' : '[', pieces);
  }
  while (begin < bytes.size()) {
    const size_t found = splitter.FindEnd(bytes, begin + 1, /*at_end=*/true);
    const size_t end = std::min(found, bytes.size());
    const char last = bytes[end - 1];
    const bool has_stop = found != kNone && (last == ',' || last == ']');
    const size_t json_end = has_stop ? end - 1 : end;
    const size_t json_begin =
        std::min(bytes.find_first_not_of(kJsonSpace, begin), json_end);
    const char mark = has_stop ? last : '\0';
    if (json_begin < json_end || mark == ',') {
      pieces->push_back({.begin = begin,
                         .end = end,
                         .is_record = true,
                         .value_begin = json_begin,
                         .value_end = json_end,
                         .mark = mark});
    } else {
      AddBetween(begin, end, mark, pieces);
    }
    begin = end;
  }
}

// As TableParser.
void SplitTable(std::string_view bytes, char delimiter, bool has_fault,
                Pieces* pieces) {
  CsvSplitter splitter(delimiter);
  for (size_t begin = 0; begin < bytes.size();) {
    const size_t end =
        has_fault ? bytes.size() : splitter.FindEnd(bytes, begin + 1, true);
    const bool is_blank =
        bytes.substr(begin, end - begin).find_first_not_of("\r\n") == kNone;
    if (is_blank && end - begin <= 2) {
      AddBetween(begin, end, '\0', pieces);
    } else {
      pieces->push_back({.begin = begin,
                         .end = end,
                         .is_record = true,
                         .value_begin = begin,
                         .value_end = end});
    }
    begin = end;
  }
}

// As ParseWarc.
void SplitWarc(std::string_view bytes, bool has_fault, Pieces* pieces) {
  WarcSplitter splitter;
  for (size_t begin = 0; begin < bytes.size();) {
    const size_t value =
        std::min(bytes.find_first_not_of("\r\n", begin), bytes.size());
    AddBetween(begin, value, '\0', pieces);
    if (value == bytes.size()) return;
    const size_t end =
        has_fault ? bytes.size() : splitter.FindEnd(bytes, value + 1, true);
    begin = std::min(end, bytes.size());
    pieces->push_back({.begin = value,
                       .end = begin,
                       .is_record = true,
                       .value_begin = value,
                       .value_end = begin});
  }
}

}  // namespace

std::vector<RecordPiece> SplitPieces(Format format, std::string_view bytes,
                                     bool is_first, bool has_fault) {
  Pieces pieces;
  switch (format) {
    case Format::kJsonLines:
      SplitLinesOf(bytes, &pieces);
      break;
    case Format::kJsonArray:
      SplitArray(bytes, is_first, &pieces);
      break;
    case Format::kCsv:
      SplitTable(bytes, ',', has_fault, &pieces);
      break;
    case Format::kTsv:
      SplitTable(bytes, '\t', has_fault, &pieces);
      break;
    case Format::kWarc:
      SplitWarc(bytes, has_fault, &pieces);
      break;
    case Format::kText:
      pieces.push_back({.begin = 0,
                        .end = bytes.size(),
                        .is_record = true,
                        .value_begin = 0,
                        .value_end = bytes.size()});
      break;
  }
  return pieces;
}

}  // namespace tikrar
