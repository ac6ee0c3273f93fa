#include "unit/clean/made_run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>

#include "absl/strings/str_format.h"
#include "input/byte_source.h"
#include "report/json_writer.h"
#include "text/decode_steps.h"

namespace tikrar::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kWords[] = {
    "خبر", "السوق", "اليوم", "وقال", "الوزير", "\n",   "\n\n", " - ", "«نعم»",
    "a,b", "\"x\"", "😀",     "\t",   "\r\n",   "word", "\\",   "ـ",   "12"};

std::string RandomText(std::mt19937* random) {
  std::string text;
  for (size_t n = (*random)() % 30; n > 0; --n) {
    text += kWords[(*random)() % std::size(kWords)];
    if ((*random)() % 4 != 0) text += ' ';
  }
  return text;
}

// JSON with as many escapes as there can be, or as few.
std::string JsonText(std::string_view text, bool escape_all) {
  std::string json = "\"";
  for (size_t i = 0; i < text.size();) {
    const DecodeStep step = DecodeSteps(Charset::kUtf8).Next(text, i);
    if (escape_all) {
      const std::string units =
          DecodeSteps(Charset::kUtf16Be).Encode(step.Text());
      for (size_t u = 0; u < units.size(); u += 2) {
        json += absl::StrFormat("\\u%02x%02X", static_cast<uint8_t>(units[u]),
                                static_cast<uint8_t>(units[u + 1]));
      }
    } else {
      std::string escaped;
      AppendJsonString(step.Text(), &escaped);
      json.append(escaped, 1, escaped.size() - 2);
    }
    i += step.source_bytes;
  }
  return json + '"';
}

std::string JsonRecord(size_t number, std::mt19937* random) {
  const bool escape_all = (*random)() % 3 == 0;
  std::string record =
      absl::StrFormat(R"({"n":%d, "source" : "s%d",)", number, (*random)() % 3);
  record += "\"text\":" + JsonText(RandomText(random), escape_all);
  if ((*random)() % 2 == 0) record += R"(,"tags":["a",{"text":"no"}] )";
  return record + "}";
}

std::string BadJson(std::mt19937* random) {
  constexpr std::string_view kBad[] = {"{\"text\":1}",  "{}",
                                       "[1]",           "{\"text\"",
                                       "nonsense \xFF", "{\"text\":\"\xFF\"}"};
  return std::string(kBad[(*random)() % std::size(kBad)]);
}

std::string Lines(size_t documents, std::mt19937* random) {
  std::string bytes = (*random)() % 2 == 0 ? "\xEF\xBB\xBF" : "";
  for (size_t i = 0; i < documents; ++i) {
    if ((*random)() % 10 == 0) bytes += BadJson(random) + "\n";
    if ((*random)() % 10 == 0) bytes += " \r\n";
    bytes += JsonRecord(i, random);
    bytes += (*random)() % 8 == 0 ? " \r\n" : "\n";
  }
  if ((*random)() % 2 == 0 && bytes.ends_with('\n')) bytes.pop_back();
  return bytes;
}

std::string Array(size_t documents, std::mt19937* random) {
  std::string bytes = " [";
  for (size_t i = 0; i < documents; ++i) {
    if (i > 0) bytes += (*random)() % 2 == 0 ? "," : " ,\n  ";
    if ((*random)() % 10 == 0) bytes += "{\"text\":2},\n";
    bytes += JsonRecord(i, random);
  }
  constexpr std::string_view kEnds[] = {"]", "\n]\n", ",]", " , ] \n", ""};
  return bytes.append(kEnds[(*random)() % std::size(kEnds)]);
}

std::string Field(std::string_view text, bool quoted) {
  if (!quoted) {
    std::string plain;
    for (const char c : text) {
      if (std::string_view(",\t\r\n").find(c) == std::string_view::npos) {
        plain += c;
      }
    }
    while (plain.starts_with('"')) plain.erase(0, 1);
    return plain;
  }
  std::string field = "\"";
  for (const char c : text) {
    if (c == '"') field += '"';
    field += c;
  }
  return field + '"';
}

std::string Table(char delimiter, bool one_column, size_t documents,
                  std::mt19937* random) {
  std::string bytes = one_column ? "text\n" : "n,\"text\",source\r\n";
  std::replace(bytes.begin(), bytes.end(), ',', delimiter);
  if ((*random)() % 2 == 0) bytes = "\n" + bytes;
  for (size_t i = 0; i < documents; ++i) {
    if ((*random)() % 10 == 0) bytes += "\"x\"y" + std::string("\n");
    if ((*random)() % 10 == 0) bytes += "\n";
    const bool quoted = (*random)() % 2 == 0;
    if (!one_column) bytes += std::to_string(i) + delimiter;
    bytes += Field(RandomText(random), quoted);
    if (!one_column) bytes += delimiter + std::string("s1");
    bytes += (*random)() % 4 == 0 ? "\r\n" : "\n";
  }
  return bytes;
}

std::string InWindows1256(std::string_view text) {
  const DecodeSteps windows(Charset::kWindows1256);
  std::string bytes;
  for (size_t i = 0; i < text.size();) {
    const DecodeStep step = DecodeSteps(Charset::kUtf8).Next(text, i);
    i += step.source_bytes;
    for (int byte = 0; byte < 256; ++byte) {
      const char c = static_cast<char>(byte);
      if (windows.Next({&c, 1}, 0).Text() == step.Text()) bytes += c;
    }
  }
  return bytes;
}

std::string Utf16(std::string_view text, Charset charset) {
  return DecodeSteps(charset).Encode("\xEF\xBB\xBF" + std::string(text));
}

// Records of all sorts: text, pages, what holds no document, what is damaged.
std::string Archive(size_t documents, std::mt19937* random) {
  std::string bytes;
  const auto add = [&](std::string_view type, std::string_view media,
                       std::string_view block) {
    bytes += absl::StrFormat(
        "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:%d>\r\n"
        "Content-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
        type, bytes.size(), media, block.size(), block);
  };
  add("warcinfo", "application/warc-fields", "a: b\r\n");
  for (size_t i = 0; i < documents; ++i) {
    const std::string text = RandomText(random);
    switch ((*random)() % 5) {
      case 0:
        add("request", "application/http", "GET / HTTP/1.0\r\n\r\n");
        break;
      case 1:
        add("response", "application/http",
            "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>" + text +
                "<p>x &amp; y");
        break;
      case 2:
        bytes += "WARC/1.0\r\nContent-Length: x\r\n\r\n" + text;
        break;
      default:
        add("conversion", "text/plain", text);
    }
  }
  return bytes;
}

void WriteFile(const std::string& path, std::string_view bytes) {
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

void AddSpans(std::mt19937* random, MadeRun* run, MadeDocument* document) {
  std::vector<uint32_t> borders;
  for (size_t i = 0; i <= document->text.size(); ++i) {
    if (i == document->text.size() || (document->text[i] & 0xC0) != 0x80) {
      borders.push_back(static_cast<uint32_t>(i));
    }
  }
  for (size_t n = (*random)() % 4; n > 0; --n) {
    uint32_t begin = borders[(*random)() % borders.size()];
    uint32_t end = borders[(*random)() % borders.size()];
    if (begin > end) std::swap(begin, end);
    const Kind kinds[] = {Kind::kBoilerplate, Kind::kRelated, Kind::kRepeat,
                          Kind::kQuote, Kind::kPassage};
    document->spans.push_back(
        {{begin, end},
         kinds[(*random)() % std::size(kinds)],
         static_cast<int64_t>((*random)() % run->families)});
  }
  std::sort(document->spans.begin(), document->spans.end(),
            [](const MadeSpan& x, const MadeSpan& y) {
              return x.range.begin < y.range.begin;
            });
}

std::string DocumentRows(const MadeRun& run) {
  std::string rows;
  for (const MadeDocument& d : run.documents) {
    JsonWriter json(&rows);
    json.BeginObject();
    json.Key("doc").String(d.id);
    json.Key("source").String("s");
    json.Key("bytes").Unsigned(d.text.size());
    json.Key("input").Unsigned(d.input);
    json.Key("record").Unsigned(d.record);
    json.Key("keep").Bool(d.keeper.empty());
    json.Key("reason").StringOrNull(d.keeper.empty() ? "" : "duplicate");
    json.Key("keeper").StringOrNull(d.keeper);
    json.EndObject();
    rows += '\n';
  }
  return rows;
}

std::string SpanRows(const MadeRun& run) {
  std::string rows;
  for (const MadeDocument& d : run.documents) {
    for (const MadeSpan& span : d.spans) {
      JsonWriter json(&rows);
      json.BeginObject();
      json.Key("doc").String(d.id);
      json.Key("begin").Unsigned(span.range.begin);
      json.Key("end").Unsigned(span.range.end);
      json.Key("kind").String(KindName(span.kind));
      json.Key("family").Unsigned(static_cast<uint64_t>(span.family));
      json.EndObject();
      rows += '\n';
    }
  }
  return rows;
}

std::string FamilyRows(uint64_t families) {
  std::string rows;
  for (uint64_t i = 0; i < families; ++i) {
    rows += absl::StrFormat(R"({"family":%d,"unit":"block","text":"x"})"
                            "\n",
                            i);
  }
  return rows;
}

}  // namespace

void MakeCorpus(const TempFolder& folder, size_t documents,
                std::mt19937* random) {
  folder.Write("a.jsonl", Lines(documents, random));
  folder.Write("sub/b.jsonl.gz", Gzip(Lines(documents, random)) +
                                     Gzip(Lines(documents / 2, random)));
  folder.Write("sub/c.ndjson.zst", Zstd(Lines(documents, random)));
  const std::string packed = Gzip(Lines(documents, random));
  folder.Write("cut.jsonl.gz",
               std::string_view(packed).substr(0, packed.size() * 2 / 3));
  folder.Write("d.json", Array(documents, random));
  folder.Write("e.json.zst", Zstd(Array(documents, random)));
  folder.Write("f.csv", Table(',', false, documents, random));
  folder.Write("g.tsv.gz", Gzip(Table('\t', false, documents, random)));
  folder.Write("one.csv", Table(',', true, documents, random));
  folder.Write("i.csv", InWindows1256(Table(',', false, documents, random)));
  folder.Write("j.csv",
               Utf16(Table(',', false, documents, random), Charset::kUtf16Le));
  folder.Write("k.tsv",
               Utf16(Table('\t', false, documents, random), Charset::kUtf16Be));
  for (size_t i = 0; i < std::min<size_t>(documents, 8); ++i) {
    const std::string name = "t/" + std::to_string(i) + ".txt";
    const std::string text = RandomText(random);
    const std::string forms[] = {text, InWindows1256(text),
                                 "\xEF\xBB\xBF" + text,
                                 Utf16(text, Charset::kUtf16Le)};
    folder.Write(name, forms[i % 4]);
  }
  folder.Write("w.wet", Archive(documents, random));
  folder.Write("x.warc.gz", Gzip(Archive(documents, random)) +
                                Gzip(Archive(documents, random)));
  folder.Write("y.warc.zst", Zstd(Archive(documents, random)));
  folder.Write("empty.jsonl", "");
  folder.Write("empty.json.gz", Gzip(""));
  folder.Write("none.json", "[ ]\n");
  folder.Write("head.csv", "text,b\n");
  folder.Write("wrong.csv", "no,such\n1,2\n");
  folder.Write("wrong.json", "{\"text\":\"a\"}\n");
  folder.Write("blank.csv", "\n\n");
}

MadeRun MakeRun(const std::string& corpus, const std::string& directory,
                const InputOptions& options, std::mt19937* random) {
  MadeRun run;
  run.corpus = corpus;
  run.directory = directory;
  run.families = 20;
  run.list = *ListInputs({corpus});
  std::string inputs;
  for (uint32_t i = 0; i < run.list.files.size(); ++i) {
    const InputFile& file = run.list.files[i];
    const ReadResult read = ReadAll(file, options);
    run.contents.push_back(Content(file.path));
    for (const ReadDocument& d : read.documents) {
      MadeDocument document;
      document.id = absl::StrFormat("%s#%d", file.name, d.record);
      document.input = i;
      document.record = d.record;
      document.text = d.text;
      AddSpans(random, &run, &document);
      if ((*random)() % 4 == 0 && !run.documents.empty() &&
          run.documents.back().keeper.empty()) {
        document.keeper = run.documents.back().id;
      }
      run.documents.push_back(std::move(document));
    }
    JsonWriter json(&inputs);
    json.BeginObject();
    json.Key("path").String(file.name);
    json.Key("bytes").Unsigned(read.bytes_read);
    json.Key("xxh3").String(absl::StrFormat("%016x", read.checksum));
    json.Key("documents").Unsigned(read.documents.size());
    json.Key("file").String(file.path);
    json.EndObject();
    if (i + 1 < run.list.files.size()) inputs += ',';
  }
  fs::create_directories(directory);
  WriteFile(directory + "/documents.jsonl", DocumentRows(run));
  WriteFile(directory + "/spans.jsonl", SpanRows(run));
  WriteFile(directory + "/families.jsonl", FamilyRows(run.families));
  WriteFile(directory + "/matches.jsonl", "");
  WriteFile(directory + "/run.json",
            absl::StrFormat(
                R"({"tikrar":"x","format":1,"options":{"charset":"%s"},)"
                R"("inputs":[%s],"counts":{"documents_read":%d}})"
                "\n",
                CharsetName(options.charset), inputs, run.documents.size()));
  return run;
}

std::string Content(const std::string& path) {
  Compression compression = Compression::kNone;
  if (path.ends_with(".gz")) compression = Compression::kGzip;
  if (path.ends_with(".zst")) compression = Compression::kZstd;
  absl::StatusOr<OpenedSource> opened = OpenSource(path, compression);
  EXPECT_TRUE(opened.ok()) << opened.status();
  std::string content;
  std::string block(1 << 16, '\0');
  for (;;) {
    const auto count = opened->content->Read(block.data(), block.size());
    if (!count.ok() || *count == 0) return content;
    content.append(block, 0, *count);
  }
}

std::map<std::string, std::string> FilesOf(const std::string& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    files[fs::relative(entry.path(), folder).string()] = bytes.str();
  }
  return files;
}

}  // namespace tikrar::testing
