#include <algorithm>

#include "absl/strings/str_format.h"
#include "cli/explanation.h"
#include "report/json_writer.h"
#include "report/terminal_text.h"

namespace tikrar {
namespace {

constexpr size_t kShinglesShown = 10;
constexpr size_t kValuesShown = 8;

std::string_view TokenKindName(TokenKind kind) {
  switch (kind) {
    case TokenKind::kArabic:
      return "arabic";
    case TokenKind::kNumber:
      return "number";
    case TokenKind::kOther:
      return "other";
    case TokenKind::kSymbol:
      return "symbol";
  }
  return "";
}

std::string Hex(uint64_t value) { return absl::StrFormat("%016x", value); }
std::string Hex(const Hash128& hash) { return Hex(hash.high) + Hex(hash.low); }

std::string RangeText(TextRange range) {
  return absl::StrFormat("%d-%d", range.begin, range.end);
}

void AddMore(size_t shown, size_t all, std::string* out) {
  if (all > shown) *out += absl::StrFormat("  ... and %d more\n", all - shown);
}

void AddShingles(const ExplainedShingles& shingles, std::string* out) {
  *out += absl::StrFormat("\nshingles %s: %d\n", ShingleSpecName(shingles.spec),
                          shingles.texts.size());
  const size_t shown = std::min(kShinglesShown, shingles.texts.size());
  for (size_t i = 0; i < shown; ++i) {
    *out += absl::StrFormat("  %s  %s\n", Hex(shingles.hashes[i]),
                            Isolate(OneLine(shingles.texts[i])));
  }
  AddMore(shown, shingles.texts.size(), out);
  if (shingles.texts.empty()) return;  // there is no sketch of nothing
  *out += "  minhash";
  const size_t values = std::min(kValuesShown, shingles.signature.size());
  for (size_t i = 0; i < values; ++i) {
    *out += absl::StrFormat(" %08x", shingles.signature[i]);
  }
  if (values < shingles.signature.size()) *out += " ...";
  *out += "\n  simhash " + Hex(shingles.simhash) + "\n";
}

void AppendRange(TextRange range, JsonWriter* json) {
  json->Key("begin").Unsigned(range.begin);
  json->Key("end").Unsigned(range.end);
}

void AppendTokens(const NormalizedText& text, JsonWriter* json) {
  json->BeginArray();
  for (size_t i = 0; i < text.tokens.size(); ++i) {
    json->BeginObject();
    AppendRange(text.tokens[i].source, json);
    json->Key("kind").String(TokenKindName(text.tokens[i].kind));
    json->Key("text").String(text.TokenText(i));
    json->EndObject();
  }
  json->EndArray();
}

void AppendShingles(const ExplainedShingles& shingles, JsonWriter* json) {
  json->BeginObject();
  json->Key("shingle").String(ShingleSpecName(shingles.spec));
  json->Key("shingles").BeginArray();
  for (size_t i = 0; i < shingles.texts.size(); ++i) {
    json->BeginObject();
    json->Key("hash").String(Hex(shingles.hashes[i]));
    json->Key("text").String(shingles.texts[i]);
    json->EndObject();
  }
  json->EndArray();
  if (shingles.texts.empty()) {
    json->Key("minhash").Null();
    json->Key("simhash").Null();
  } else {
    json->Key("minhash").BeginArray();
    for (const uint32_t value : shingles.signature) json->Unsigned(value);
    json->EndArray();
    json->Key("simhash").String(Hex(shingles.simhash));
  }
  json->EndObject();
}

}  // namespace

std::string RenderExplanation(const Explanation& explanation) {
  const auto& [text, profile, canonical, normalized, exact, shingles, sentences,
               quotations] = explanation;
  std::string out = absl::StrFormat("normal form (%s)\n", ProfileName(profile));
  for (size_t begin = 0; begin < canonical.text.size();) {
    const size_t end =
        std::min(canonical.text.find('\n', begin), canonical.text.size());
    out += "  " + OneLine(canonical.text.substr(begin, end - begin)) + "\n";
    begin = end + 1;
  }
  out += absl::StrFormat("\ntokens: %d\n", normalized.tokens.size());
  for (size_t i = 0; i < normalized.tokens.size(); ++i) {
    const Token& token = normalized.tokens[i];
    out += absl::StrFormat("  %4d  %11s  %-6s  %s\n", i,
                           RangeText(token.source), TokenKindName(token.kind),
                           Isolate(OneLine(normalized.TokenText(i))));
  }
  out += "\nexact hash " + Hex(exact) + "\n";
  for (const ExplainedShingles& one : shingles) AddShingles(one, &out);
  out += absl::StrFormat("\nsentences: %d\n", sentences.size());
  for (const TextRange& sentence : sentences) {
    out += absl::StrFormat("  %11s  %s\n", RangeText(sentence),
                           Isolate(OneLine(sentence.In(text))));
  }
  out += absl::StrFormat("\nquotations: %d\n", quotations.size());
  for (const Quotation& quotation : quotations) {
    out += absl::StrFormat("  %11s  depth %d  %s\n",
                           RangeText(quotation.inside), quotation.depth,
                           Isolate(OneLine(quotation.inside.In(text))));
  }
  return out;
}

std::string RenderExplanationJson(const Explanation& explanation) {
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  json.Key("bytes").Unsigned(explanation.text.size());
  json.Key("profile").String(ProfileName(explanation.profile));
  json.Key("normal").String(explanation.canonical.text);
  json.Key("compact").String(explanation.normalized.compact);
  json.Key("tokens");
  AppendTokens(explanation.normalized, &json);
  json.Key("exact").String(Hex(explanation.exact));
  json.Key("sketches").BeginArray();
  for (const ExplainedShingles& shingles : explanation.shingles) {
    AppendShingles(shingles, &json);
  }
  json.EndArray();
  json.Key("sentences").BeginArray();
  for (const TextRange& sentence : explanation.sentences) {
    json.BeginObject();
    AppendRange(sentence, &json);
    json.EndObject();
  }
  json.EndArray();
  json.Key("quotations").BeginArray();
  for (const Quotation& quotation : explanation.quotations) {
    json.BeginObject();
    AppendRange(quotation.inside, &json);
    json.Key("depth").Unsigned(quotation.depth);
    json.Key("has_opener").Bool(quotation.has_opener);
    json.Key("has_closer").Bool(quotation.has_closer);
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  return out + "\n";
}

}  // namespace tikrar
