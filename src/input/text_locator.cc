#include "input/text_locator.h"

#include <algorithm>

#include "base/status_macros.h"
#include "input/csv_record.h"

namespace tikrar {
namespace {

bool IsTable(Format format) {
  return format == Format::kCsv || format == Format::kTsv;
}

absl::Status NotThere() {
  return absl::InternalError("the text is not where its record has it");
}

// A row without its line end.
std::string_view WithoutLineEnd(std::string_view row) {
  if (row.ends_with('\n')) row.remove_suffix(1);
  if (row.ends_with('\r')) row.remove_suffix(1);
  return row;
}

// Where the field that begins at `at` ends: at a delimiter or the row's end.
size_t FieldEnd(std::string_view row, size_t at, char delimiter) {
  if (at < row.size() && row[at] == '"') {
    for (++at; at < row.size(); ++at) {
      if (row[at] != '"') continue;
      if (at + 1 == row.size() || row[at + 1] != '"') return at + 1;
      ++at;
    }
    return row.size();
  }
  return std::min(row.find(delimiter, at), row.size());
}

}  // namespace

TextLocator::TextLocator(Format format, const InputOptions& options,
                         std::string_view header, Charset charset)
    : format_(format), options_(options), charset_(charset) {
  if (!IsTable(format)) return;
  DecodeRow(WithoutLineEnd(header));
  std::string row(decoded_);
  std::vector<std::string_view> fields;
  const char delimiter = format == Format::kCsv ? ',' : '\t';
  if (!ParseCsvRecord(row.data(), row.size(), delimiter, &fields).ok()) return;
  for (const std::string_view field : fields) {
    if (field == options.text_field) text_column_ = columns_.size();
    columns_.emplace_back(field);
  }
}

// As TableParser::SplitRow does.
void TextLocator::DecodeRow(std::string_view row) {
  const bool is_legacy = options_.charset == Charset::kWindows1256 ||
                         options_.charset == Charset::kIso8859_6;
  decoded_ = row;
  steps_.reset();
  if (is_legacy || !IsValidUtf8(row)) DecodeFrom(charset_, row);
}

void TextLocator::DecodeFrom(Charset charset, std::string_view bytes) {
  DecodedText decoded = Decode(bytes, charset);
  steps_.emplace(decoded.charset);
  decoded_bytes_ = std::move(decoded.text);
  decoded_ = decoded_bytes_;
}

absl::Status TextLocator::Find(std::string_view record, std::string_view text) {
  record_ = record;
  text_ = text;
  decoded_ = record;
  steps_.reset();
  is_quoted_ = false;
  absl::Status found;
  if (format_ == Format::kJsonLines || format_ == Format::kJsonArray) {
    found = FindJson();
  } else if (IsTable(format_)) {
    found = FindInRow();
  } else {
    found = FindWhole();
  }
  if (!found.ok()) return found;
  TIKRAR_RETURN_IF_ERROR(CheckField());
  return steps_ ? CheckSteps() : absl::OkStatus();
}

absl::Status TextLocator::FindJson() {
  // As JsonRecordParser::ParseRepairing does.
  if (!IsValidUtf8(record_)) DecodeFrom(Charset::kUtf8, record_);
  size_t close = 0;
  const JsonMember* last = nullptr;
  const std::vector<JsonMember> members = FindJsonMembers(decoded_, &close);
  for (const JsonMember& member : members) {
    if (IsJsonKey(decoded_, member.key, options_.text_field)) last = &member;
  }
  if (last == nullptr) return NotThere();
  const ByteRange value = last->value;
  if (value.end - value.begin < 2 || decoded_[value.begin] != '"') {
    return NotThere();
  }
  field_ = {value.begin + 1, value.end - 1};
  return absl::OkStatus();
}

absl::Status TextLocator::FindInRow() {
  if (!text_column_) return NotThere();
  DecodeRow(WithoutLineEnd(record_));
  const char delimiter = format_ == Format::kCsv ? ',' : '\t';
  size_t begin = 0;
  size_t end = FieldEnd(decoded_, begin, delimiter);
  for (size_t column = 0; column < *text_column_; ++column) {
    if (end == decoded_.size()) return NotThere();
    begin = end + 1;
    end = FieldEnd(decoded_, begin, delimiter);
  }
  is_quoted_ = begin < end && decoded_[begin] == '"';
  if (is_quoted_ && end - begin < 2) return NotThere();
  field_ = is_quoted_ ? ByteRange{begin + 1, end - 1} : ByteRange{begin, end};
  return absl::OkStatus();
}

absl::Status TextLocator::FindWhole() {
  DecodeFrom(options_.charset, record_);
  field_ = {0, decoded_.size()};
  if (decoded_ == record_) {
    steps_.reset();  // not a byte was changed
    decoded_ = record_;
  }
  return absl::OkStatus();
}

DecodeStep TextLocator::NextInField(size_t at) const {
  if (format_ == Format::kJsonLines || format_ == Format::kJsonArray) {
    return NextJsonChar(decoded_.substr(0, field_.end), at);
  }
  DecodeStep step;
  step.text[0] = decoded_[at];
  step.text_bytes = 1;
  step.source_bytes = is_quoted_ && decoded_[at] == '"' ? 2 : 1;
  return step;
}

// How many bytes from decoded_[at] on stand as they are in the text.
size_t TextLocator::SameBytes(size_t at) const {
  const bool is_json =
      format_ == Format::kJsonLines || format_ == Format::kJsonArray;
  if (!is_json && !is_quoted_) return field_.end - at;
  const std::string_view rest = decoded_.substr(at, field_.end - at);
  return std::min(rest.find(is_json ? '\\' : '"'), rest.size());
}

// The field is the text, with escapes and quotes undone.
absl::Status TextLocator::CheckField() {
  anchors_ = {{0, field_.begin}};
  size_t text_at = 0;
  for (size_t at = field_.begin; at < field_.end;) {
    if (const size_t same = SameBytes(at); same > 0) {
      if (text_.substr(text_at, same) != decoded_.substr(at, same)) {
        return NotThere();
      }
      text_at += same;
      at += same;
      continue;
    }
    const DecodeStep step = NextInField(at);
    if (text_.substr(text_at, step.text_bytes) != step.Text()) {
      return NotThere();
    }
    text_at += step.text_bytes;
    at += step.source_bytes;
    if (step.source_bytes != step.text_bytes) anchors_.push_back({text_at, at});
  }
  return text_at == text_.size() ? absl::OkStatus() : NotThere();
}

// The record is decoded_, in its character set.
absl::Status TextLocator::CheckSteps() const {
  size_t decoded_at = 0;
  for (size_t at = steps_->BomBytes(record_); decoded_at < field_.end;) {
    if (at >= record_.size()) return NotThere();
    const DecodeStep step = steps_->Next(record_, at);
    if (decoded_.substr(decoded_at, step.text_bytes) != step.Text()) {
      return NotThere();
    }
    decoded_at += step.text_bytes;
    at += step.source_bytes;
  }
  return absl::OkStatus();
}

std::vector<size_t> TextLocator::Map(absl::Span<const uint32_t> offsets) const {
  std::vector<size_t> places;
  places.reserve(offsets.size());
  for (const uint32_t offset : offsets) {
    const auto after = std::upper_bound(
        anchors_.begin(), anchors_.end(), offset,
        [](size_t at, const Anchor& anchor) { return at < anchor.text; });
    const Anchor& anchor = *(after - 1);
    places.push_back(anchor.decoded + (offset - anchor.text));
  }
  if (!steps_) return places;
  size_t at = steps_->BomBytes(record_);
  size_t decoded_at = 0;
  for (size_t& place : places) {
    while (decoded_at < place && at < record_.size()) {
      const DecodeStep step = steps_->Next(record_, at);
      decoded_at += step.text_bytes;
      at += step.source_bytes;
    }
    place = at;
  }
  return places;
}

std::optional<size_t> TextLocator::EndOfFields(std::string_view record) const {
  if (IsTable(format_)) return WithoutLineEnd(record).size();
  if (format_ == Format::kText || format_ == Format::kWarc) {
    return std::nullopt;
  }
  size_t close = 0;
  FindJsonMembers(record, &close);
  // White space before the brace stays where it is.
  while (close > 0 && std::string_view(" \t\r\n").find(record[close - 1]) !=
                          std::string_view::npos) {
    --close;
  }
  return close;
}

bool TextLocator::HasField(std::string_view record,
                           std::string_view name) const {
  if (IsTable(format_)) {
    return std::find(columns_.begin(), columns_.end(), name) != columns_.end();
  }
  size_t close = 0;
  for (const JsonMember& member : FindJsonMembers(record, &close)) {
    if (IsJsonKey(record, member.key, name)) return true;
  }
  return false;
}

}  // namespace tikrar
