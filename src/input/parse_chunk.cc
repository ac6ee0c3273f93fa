#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "input/batch_builder.h"
#include "input/chunk_reader.h"
#include "input/csv_record.h"
#include "input/json_record.h"
#include "input/record_pieces.h"
#include "input/record_splitter.h"
#include "input/warc_record.h"

namespace tikrar {
namespace {

constexpr size_t kNone = std::string_view::npos;
constexpr std::string_view kJsonSpace = " \t\r\n";
constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

// A chunk and what every format does with its records.
struct ChunkParser {
  ChunkParser(const InputOptions& parser_options, RawChunk* parsed_chunk)
      : options(parser_options),
        chunk(parsed_chunk),
        size(parsed_chunk->bytes.size()),
        builder(parsed_chunk->input) {}

  // Moves `place` from the byte at `done` to the one at `to`.
  void MoveTo(size_t to, Format format) {
    const std::string_view bytes = chunk->bytes;
    place.line += CountLines(bytes.substr(done, to - done), format);
    place.offset += to - done;
    done = to;
  }
  void Reject(const absl::Status& status) {
    std::string error(status.message().data(), status.message().size());
    if (!chunk->fault.empty()) error = chunk->fault + ", " + error;
    builder.Reject(std::move(error), place);
  }
  // The reader skips records that are too long only where it would have to
  // keep them; whether their end was in sight must make no difference.
  bool RejectTooLong(size_t record_bytes) {
    if (chunk->is_too_long) {
      builder.Reject(chunk->fault, place);
    } else if (record_bytes > options.max_record_bytes) {
      builder.Reject(TooLong(record_bytes, options), place);
    } else {
      return false;
    }
    return true;
  }

  const InputOptions& options;
  RawChunk* chunk;
  const size_t size;  // of the records: padding comes after
  BatchBuilder builder;
  RecordPlace place = {chunk->first_line, chunk->offset};
  size_t done = 0;
};

// Adds the JSON record in bytes [begin, end), if it is not blank. Of a chunk
// with a fault a record that parses is whole: no proper prefix of an object
// is an object.
void AddJson(size_t begin, size_t end, JsonRecordParser* json,
             ChunkParser* parser) {
  Document document;
  uint64_t replacements = 0;
  const absl::Status status =
      json->Parse(parser->chunk->bytes.data() + begin, end - begin, &document,
                  &replacements);
  if (!status.ok()) {
    parser->Reject(status);
    return;
  }
  parser->builder.Add(document, replacements, parser->place);
}

void ParseJsonLines(ChunkParser* parser) {
  const std::string_view bytes = parser->chunk->bytes;
  JsonRecordParser json(parser->options);
  size_t begin = 0;
  while (begin < parser->size) {
    const size_t line_end = std::min(bytes.find('\n', begin), parser->size);
    // Files joined end to end have byte order marks in the middle.
    const bool has_mark = bytes.substr(begin).starts_with(kUtf8Mark);
    const size_t json_begin = begin + (has_mark ? kUtf8Mark.size() : 0);
    if (bytes.find_first_not_of(kJsonSpace, json_begin) < line_end &&
        !parser->RejectTooLong(std::min(line_end + 1, parser->size) - begin)) {
      AddJson(json_begin, line_end, &json, parser);
    }
    ++parser->place.line;
    parser->place.offset += line_end + 1 - begin;
    begin = line_end + 1;
  }
}

void ParseJsonArray(ChunkParser* parser) {
  const std::string_view bytes =
      std::string_view(parser->chunk->bytes).substr(0, parser->size);
  JsonRecordParser json(parser->options);
  const bool is_first = parser->chunk->sequence == 0;
  const bool has_fault = !parser->chunk->fault.empty();
  for (const RecordPiece& piece :
       SplitPieces(Format::kJsonArray, bytes, is_first, has_fault)) {
    if (!piece.is_record) continue;
    parser->MoveTo(piece.value_begin, Format::kJsonArray);
    if (parser->RejectTooLong(piece.end - piece.begin)) continue;
    if (piece.value_begin < piece.value_end) {
      AddJson(piece.value_begin, piece.value_end, &json, parser);
    } else {
      parser->Reject(absl::InvalidArgumentError(
          "record: empty, expected an object before the comma"));
    }
  }
}

// Rows of a table to documents. Without a usable header each row is a reject;
// the first one says what is wrong with it. The header itself is no record,
// so it becomes a reject only where there is no row to tell.
class TableParser {
 public:
  TableParser(char delimiter, ChunkParser* parser)
      : delimiter_(delimiter), parser_(parser) {}

  void Parse();

 private:
  absl::Status ReadHeader();
  absl::Status ParseRow(size_t begin, size_t end, Document* document,
                        uint64_t* replacements);
  absl::Status SplitRow(char* row, size_t size, uint64_t* replacements,
                        std::vector<std::string_view>* fields);

  char delimiter_;
  ChunkParser* parser_;
  std::string decoded_;
  std::vector<std::string_view> fields_;
  size_t columns_ = 0;
  std::optional<size_t> text_column_;
  std::vector<std::pair<size_t, std::string_view Document::*>> columns_read_;
};

// The bytes of a row without its line end.
size_t RowEnd(std::string_view bytes, size_t begin, size_t end) {
  if (end > begin && bytes[end - 1] == '\n') --end;
  if (end > begin && bytes[end - 1] == '\r') --end;
  return end;
}

void TableParser::Parse() {
  const RawChunk& chunk = *parser_->chunk;
  const std::string_view bytes =
      std::string_view(chunk.bytes).substr(0, parser_->size);
  const absl::Status header = ReadHeader();
  std::string unread = "record: not read, see the header";
  if (!header.ok() && chunk.sequence == 0 && chunk.fault.empty()) {
    const std::string error(header.message());
    if (bytes.find_first_not_of("\r\n") == kNone) {
      parser_->builder.Reject(error, {.line = 1, .offset = 0});
    }
    unread = "record: not read, " + error;
  }
  CsvSplitter splitter(delimiter_);
  size_t begin = 0;
  while (begin < bytes.size()) {
    const size_t end = chunk.fault.empty()
                           ? splitter.FindEnd(bytes, begin + 1, true)
                           : bytes.size();
    const size_t row_end = RowEnd(bytes, begin, end);
    // Counted before the row is parsed, which moves its bytes.
    const std::string_view row = bytes.substr(begin, end - begin);
    const RecordPlace next = {
        parser_->place.line + CountLines(row, Format::kCsv),
        parser_->place.offset + row.size()};
    if (row_end > begin) {
      Document document;
      uint64_t replacements = 0;
      absl::Status status;
      if (parser_->RejectTooLong(row.size())) {
      } else if (!chunk.fault.empty()) {
        parser_->builder.Reject(chunk.fault, parser_->place);
      } else if (!header.ok()) {
        parser_->builder.Reject(
            std::exchange(unread, "record: not read, see the header"),
            parser_->place);
      } else if (status = ParseRow(begin, row_end, &document, &replacements);
                 !status.ok()) {
        parser_->Reject(status);
      } else {
        parser_->builder.Add(document, replacements, parser_->place);
      }
    }
    parser_->place = next;
    begin = end;
  }
}

// Valid UTF-8 is taken as it is, unless another character set was asked for.
absl::Status TableParser::SplitRow(char* row, size_t size,
                                   uint64_t* replacements,
                                   std::vector<std::string_view>* fields) {
  const bool is_legacy = parser_->options.charset == Charset::kWindows1256 ||
                         parser_->options.charset == Charset::kIso8859_6;
  if (is_legacy || !IsValidUtf8({row, size})) {
    DecodedText decoded = Decode({row, size}, parser_->chunk->charset);
    *replacements = decoded.replacements;
    decoded_ = std::move(decoded.text);
    row = decoded_.data();
    size = decoded_.size();
  }
  return ParseCsvRecord(row, size, delimiter_, fields);
}

absl::Status TableParser::ReadHeader() {
  const InputOptions& options = parser_->options;
  const std::pair<const std::string*, std::string_view Document::*> wanted[] = {
      {&options.text_field, &Document::text},
      {&options.id_field, &Document::id},
      {&options.source_field, &Document::source},
      {&options.url_field, &Document::url},
      {&options.date_field, &Document::date},
      {&options.title_field, &Document::title}};
  std::string row = parser_->chunk->header;
  row.resize(RowEnd(row, 0, row.size()));
  uint64_t replacements = 0;
  const absl::Status status =
      SplitRow(row.data(), row.size(), &replacements, &fields_);
  if (!status.ok()) {
    return absl::InvalidArgumentError(
        absl::StrFormat("header: %s", status.message()));
  }
  columns_ = fields_.size();
  bool has_text = false;
  for (size_t column = 0; column < columns_; ++column) {
    for (const auto& [name, member] : wanted) {
      if (fields_[column] != *name) continue;
      columns_read_.emplace_back(column, member);
      has_text |= member == &Document::text;
    }
  }
  if (has_text) return absl::OkStatus();
  std::string names;
  for (std::string_view field : fields_) {
    names.append(names.empty() ? "\"" : ", \"").append(field).append("\"");
  }
  return absl::InvalidArgumentError(
      absl::StrFormat("header: has the columns %s, expected \"%s\" among them",
                      names, options.text_field));
}

absl::Status TableParser::ParseRow(size_t begin, size_t end, Document* document,
                                   uint64_t* replacements) {
  const absl::Status status = SplitRow(parser_->chunk->bytes.data() + begin,
                                       end - begin, replacements, &fields_);
  if (!status.ok()) return status;
  if (fields_.size() != columns_) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "record: has %d columns, expected %d", fields_.size(), columns_));
  }
  for (const auto& [column, member] : columns_read_) {
    document->*member = fields_[column];
  }
  return absl::OkStatus();
}

void ParseText(ChunkParser* parser) {
  parser->place = {.line = 0, .offset = 0};
  if (parser->RejectTooLong(parser->size)) return;
  if (!parser->chunk->fault.empty()) {
    parser->builder.Reject(parser->chunk->fault, parser->place);
    return;
  }
  const DecodedText decoded =
      Decode(std::string_view(parser->chunk->bytes).substr(0, parser->size),
             parser->options.charset);
  Document document;
  document.text = decoded.text;
  parser->builder.Add(document, decoded.replacements, parser->place);
}

void ParseWarc(ChunkParser* parser) {
  constexpr std::string_view kLineEnds = "\r\n";
  const std::string_view bytes =
      std::string_view(parser->chunk->bytes).substr(0, parser->size);
  WarcRecordParser records(parser->options);
  WarcSplitter splitter;
  size_t begin = 0;
  while ((begin = bytes.find_first_not_of(kLineEnds, begin)) != kNone) {
    parser->place = {.line = 0, .offset = parser->chunk->offset + begin};
    if (!parser->chunk->fault.empty()) {
      parser->builder.Reject(parser->chunk->fault, parser->place);
      return;
    }
    const size_t end = splitter.FindEnd(bytes, begin + 1, /*at_end=*/true);
    if (parser->RejectTooLong(end - begin)) {
      begin = end;
      continue;
    }
    Document document;
    uint64_t replacements = 0;
    const absl::StatusOr<bool> is_document = records.Parse(
        bytes.substr(begin, end - begin), &document, &replacements);
    if (!is_document.ok()) {
      parser->Reject(is_document.status());
    } else if (*is_document) {
      parser->builder.Add(document, replacements, parser->place);
    } else {
      parser->builder.Skip();
    }
    begin = end;
  }
}

}  // namespace

DocumentBatch ParseChunk(const InputFile& file, const InputOptions& options,
                         RawChunk chunk) {
  ChunkParser parser(options, &chunk);
  chunk.bytes.append(simdjson::SIMDJSON_PADDING, ' ');
  switch (file.format) {
    case Format::kJsonLines:
      ParseJsonLines(&parser);
      break;
    case Format::kJsonArray:
      ParseJsonArray(&parser);
      break;
    case Format::kCsv:
      TableParser(',', &parser).Parse();
      break;
    case Format::kTsv:
      TableParser('\t', &parser).Parse();
      break;
    case Format::kText:
      ParseText(&parser);
      break;
    case Format::kWarc:
      ParseWarc(&parser);
      break;
  }
  return std::move(parser.builder).Take();
}

}  // namespace tikrar
