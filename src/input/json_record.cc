#include "input/json_record.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "input/json_repair.h"
#include "input/json_type.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

using simdjson::dom::element_type;

// simdjson's own messages are sentences of up to 90 letters.
std::string_view Reason(simdjson::error_code error) {
  switch (error) {
    case simdjson::TAPE_ERROR:
      return "a comma, brace, key or value is missing or misplaced";
    case simdjson::DEPTH_ERROR:
      return "nested too deeply";
    case simdjson::STRING_ERROR:
      return "a string has an invalid escape";
    case simdjson::T_ATOM_ERROR:
      return "a value begins like true but is not";
    case simdjson::F_ATOM_ERROR:
      return "a value begins like false but is not";
    case simdjson::N_ATOM_ERROR:
      return "a value begins like null but is not";
    case simdjson::NUMBER_ERROR:
      return "a number is malformed";
    case simdjson::EMPTY:
      return "empty";
    case simdjson::UNESCAPED_CHARS:
      return "a control character stands unescaped in a string";
    case simdjson::UNCLOSED_STRING:
      return "a string is not closed";
    case simdjson::CAPACITY:
      return "4 GiB or more";
    case simdjson::MEMALLOC:
      return "too large for the memory";
    default:
      return simdjson::error_message(error);
  }
}

bool IsNumber(element_type type) {
  return type == element_type::INT64 || type == element_type::UINT64 ||
         type == element_type::DOUBLE;
}

absl::Status Malformed(simdjson::error_code error) {
  return absl::InvalidArgumentError(absl::StrFormat("json: %s", Reason(error)));
}

}  // namespace

absl::Status JsonRecordParser::Parse(char* json, size_t size,
                                     Document* document,
                                     uint64_t* replacements) {
  *document = Document();
  *replacements = ReplaceLoneSurrogates(json, size);
  simdjson::dom::element root;
  const simdjson::error_code error =
      ParseRepairing(json, size, replacements, &root);
  if (error != simdjson::SUCCESS) return Malformed(error);
  simdjson::dom::object object;
  if (root.get(object) != simdjson::SUCCESS) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "record: is %s, expected an object", JsonTypeName(root.type())));
  }
  return Fill(object, document);
}

simdjson::error_code JsonRecordParser::ParseRepairing(
    char* json, size_t size, uint64_t* replacements,
    simdjson::dom::element* root) {
  raw_ = {json, size};
  numbers_blanked_ = false;
  simdjson::error_code error = parser_.parse(json, size, false).get(*root);
  if (error == simdjson::UTF8_ERROR) {
    DecodedText decoded = Decode(raw_, Charset::kUtf8);
    *replacements += decoded.replacements;
    decoded_ = std::move(decoded.text);
    raw_ = decoded_;
    error = parser_.parse(decoded_).get(*root);
  }
  if (error == simdjson::NUMBER_ERROR) {
    blanked_ = raw_;
    BlankNumbers(&blanked_);
    numbers_blanked_ = true;
    error = parser_.parse(blanked_).get(*root);
  }
  return error;
}

absl::Status JsonRecordParser::Fill(const simdjson::dom::object& object,
                                    Document* document) {
  const std::array<std::pair<std::string_view, std::string_view*>, 5>
      optional_fields = {{{options_.id_field, &document->id},
                          {options_.source_field, &document->source},
                          {options_.url_field, &document->url},
                          {options_.date_field, &document->date},
                          {options_.title_field, &document->title}}};
  bool has_text = false;
  simdjson::dom::element text;
  size_t index = 0;
  for (const simdjson::dom::key_value_pair member : object) {
    if (member.key == options_.text_field) {
      text = member.value;
      has_text = true;
    }
    for (size_t i = 0; i < optional_fields.size(); ++i) {
      if (member.key != optional_fields[i].first) continue;
      *optional_fields[i].second =
          OptionalField(member.value, index, &number_texts_[i]);
    }
    ++index;
  }
  if (!has_text) {
    return absl::InvalidArgumentError(
        absl::StrFormat("field \"%s\": missing", options_.text_field));
  }
  if (text.get(document->text) != simdjson::SUCCESS) {
    return absl::InvalidArgumentError(
        absl::StrFormat("field \"%s\": is %s, expected a string",
                        options_.text_field, JsonTypeName(text.type())));
  }
  return absl::OkStatus();
}

// A string or, for a number, its text; else "".
std::string_view JsonRecordParser::OptionalField(simdjson::dom::element value,
                                                 size_t index,
                                                 std::string* number) {
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS) return text;
  if (!IsNumber(value.type())) return {};
  // An integer has one spelling but for -0, so the search for the text of
  // the number can be left out.
  int64_t integer = 0;
  if (!numbers_blanked_ && value.get(integer) == simdjson::SUCCESS &&
      integer != 0) {
    *number = absl::StrCat(integer);
    return *number;
  }
  return NumberText(raw_, index);
}

}  // namespace tikrar
