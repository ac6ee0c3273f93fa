#include "unit/text/text_test_util.h"

#include <simdjson.h>
#include <unicode/utf8.h>
#include <zstd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "source_dir.h"

namespace tikrar::testing {
namespace {

std::string ReadZstd(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string packed((std::istreambuf_iterator<char>(file)),
                           std::istreambuf_iterator<char>());
  std::string out;
  std::string chunk(ZSTD_DStreamOutSize(), '\0');
  ZSTD_DStream* stream = ZSTD_createDStream();
  ZSTD_inBuffer in = {packed.data(), packed.size(), 0};
  while (in.pos < in.size) {
    ZSTD_outBuffer part = {chunk.data(), chunk.size(), 0};
    if (ZSTD_isError(ZSTD_decompressStream(stream, &part, &in))) break;
    out.append(chunk, 0, part.pos);
  }
  ZSTD_freeDStream(stream);
  return out;
}

}  // namespace

std::string Utf8(char32_t c) {
  char buffer[U8_MAX_LENGTH];
  size_t size = 0;
  U8_APPEND_UNSAFE(buffer, size, c);
  return std::string(buffer, size);
}

std::string Unescape(std::string_view escaped) {
  std::string out;
  for (size_t i = 0; i < escaped.size();) {
    const bool is_escape = escaped[i] == '\\' && i + 1 < escaped.size() &&
                           (escaped[i + 1] == 'u' || escaped[i + 1] == 'U');
    if (!is_escape) {
      out.push_back(escaped[i++]);
      continue;
    }
    const size_t digits = escaped[i + 1] == 'u' ? 4 : 8;
    const std::string hex(escaped.substr(i + 2, digits));
    out += Utf8(static_cast<char32_t>(std::stoul(hex, nullptr, 16)));
    i += 2 + digits;
  }
  return out;
}

std::string Escape(std::string_view text) {
  std::string out;
  const char* bytes = text.data();
  const auto size = static_cast<int64_t>(text.size());
  for (int64_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT_OR_FFFD(bytes, i, size, c);
    char buffer[16];
    std::snprintf(buffer, sizeof(buffer), "%04X ", static_cast<unsigned>(c));
    out += buffer;
  }
  return out;
}

const Normalizer& NormalizerFor(Profile profile, bool map_bytes) {
  static const auto* const all = [] {
    auto* normalizers = new std::vector<Normalizer>;
    for (bool map : {false, true}) {
      for (Profile p : kProfiles) {
        normalizers->push_back(
            *Normalizer::Create({.profile = p, .map_bytes = map}));
      }
    }
    return normalizers;
  }();
  return (*all)[static_cast<size_t>(profile) + (map_bytes ? 3 : 0)];
}

NormalizedText NormalizeWith(Profile profile, std::string_view text,
                             bool map_bytes) {
  NormalizedText out;
  NormalizerFor(profile, map_bytes).Normalize(text, &out);
  return out;
}

std::string SharedFolder() {
  return std::filesystem::is_directory(SharedDir()) ? SharedDir() : "";
}

std::vector<std::vector<std::string>> ReadTsv(const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::vector<std::string> row;
    size_t begin = 0;
    for (size_t tab = line.find('\t'); tab != line.npos;
         tab = line.find('\t', begin)) {
      row.push_back(line.substr(begin, tab - begin));
      begin = tab + 1;
    }
    row.push_back(line.substr(begin));
    rows.push_back(std::move(row));
  }
  return rows;
}

size_t ForEachText(const std::string& path,
                   const std::function<void(std::string_view)>& visit) {
  const simdjson::padded_string json(ReadZstd(path));
  simdjson::dom::parser parser;
  simdjson::dom::document_stream stream;
  if (parser.parse_many(json, size_t{16} << 20).get(stream)) return 0;
  size_t records = 0;
  for (auto record : stream) {
    std::string_view text;
    if (record["text"].get(text) == simdjson::SUCCESS) visit(text);
    ++records;
  }
  return records;
}

}  // namespace tikrar::testing
