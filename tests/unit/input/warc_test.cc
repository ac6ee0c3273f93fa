// WARC files: the splitter against a slow double, records to documents, what
// is a document and what is not, and every way to be broken.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cstdlib>
#include <random>

#include "input/http_message.h"
#include "input/record_splitter.h"
#include "input/warc_record.h"
#include "reference/reference_warc.h"
#include "unit/input/read_all.h"

namespace tikrar {
namespace {

using ::testing::ElementsAre;
using testing::Gzip;
using ::testing::HasSubstr;
using testing::ReadPath;
using testing::ReadReject;
using testing::ReadResult;
using testing::TempFolder;
using testing::Zstd;

constexpr size_t kNone = RecordSplitter::kNone;

// Where the splitter cuts `bytes` that arrive `step` at a time.
std::vector<size_t> Ends(const std::string& bytes, size_t step) {
  WarcSplitter splitter;
  std::vector<size_t> ends;
  std::string pending;
  size_t read = 0;
  size_t consumed = 0;
  while (true) {
    const bool at_end = read == bytes.size();
    const size_t end = splitter.FindEnd(pending, 1, at_end);
    if (end != kNone) {
      ends.push_back(consumed + end);
      splitter.Consume(end);
      pending.erase(0, end);
      consumed += end;
    } else if (at_end) {
      return ends;
    } else {
      pending += bytes.substr(read, step);
      read = std::min(read + step, bytes.size());
    }
  }
}

void ExpectLikeReference(const std::string& bytes) {
  const std::vector<ReferenceWarcRecord> expected = ReferenceWarcRecords(bytes);
  std::vector<ReferenceWarcRecord> actual;
  const InputOptions options;
  WarcRecordParser parser(options);
  size_t previous = 0;
  for (const size_t end : Ends(bytes, bytes.size() + 1)) {
    const size_t begin = bytes.find_first_not_of("\r\n", previous);
    if (begin < end) {
      Document document;
      uint64_t replacements = 0;
      const auto parsed =
          parser.Parse(std::string_view(bytes).substr(begin, end - begin),
                       &document, &replacements);
      const bool is_whole =
          parsed.ok() ||
          parsed.status().message() == "record: has no WARC-Type in its header";
      actual.push_back({begin, end, is_whole});
    }
    previous = end;
  }
  ASSERT_EQ(actual, expected) << bytes;
  for (const size_t step : {1, 3}) {
    ASSERT_EQ(Ends(bytes, step), Ends(bytes, bytes.size() + 1)) << bytes;
  }
}

constexpr const char* kPieces[] = {"WARC/1.0\r\nWARC-Type: x\r\n",
                                   "Content-Length: 0\r\n",
                                   "content-length:3\n",
                                   "Content-Length: 45\r\n",
                                   "\r\n",
                                   "\n",
                                   "abc",
                                   "WARC/"};

TEST(WarcSplitterTest, AllShortSequencesOfPieces) {
  constexpr size_t kCount = std::size(kPieces);
  const bool is_quick = getenv("TIKRAR_QUICK") != nullptr;
  const size_t longest = is_quick ? 4 : 5;
  size_t total = 1;
  for (size_t i = 0; i < longest; ++i) total *= kCount;
  for (size_t number = 0; number < total; ++number) {
    std::string bytes;
    for (size_t rest = number; rest > 0; rest /= kCount) {
      bytes += kPieces[rest % kCount];
    }
    ExpectLikeReference(bytes);
    if (HasFatalFailure()) return;
  }
}

TEST(WarcSplitterTest, RandomSequencesOfPieces) {
  std::mt19937_64 random(4);
  const bool is_quick = getenv("TIKRAR_QUICK") != nullptr;
  for (int round = is_quick ? 2000 : 20000; round > 0; --round) {
    std::string bytes;
    for (uint64_t count = random() % 30; count > 0; --count) {
      // Whole records are rare among random pieces.
      const uint64_t piece = random() % 12;
      bytes += piece < std::size(kPieces)
                   ? kPieces[piece]
                   : "WARC/1.0\r\nWARC-Type: x\r\nContent-Length: 3\r\n\r\nabc"
                     "\r\n\r\n";
    }
    ExpectLikeReference(bytes);
    if (HasFatalFailure()) return;
  }
}

std::string Record(const std::string& header, const std::string& block) {
  return "WARC/1.0\r\n" + header +
         "\r\nContent-Length: " + std::to_string(block.size()) + "\r\n\r\n" +
         block + "\r\n\r\n";
}

std::string Info() {
  return Record("WARC-Type: warcinfo\r\nContent-Type: application/warc-fields",
                "software: hand\r\n");
}

std::string Conversion(const std::string& id, const std::string& text) {
  return Record(
      "WARC-Type: conversion\r\nWARC-Target-URI: https://www.dafater.example/" +
          id + "\r\nWARC-Date: 2023-05-01T10:00:00Z\r\nWARC-Record-ID: <urn:" +
          id + ">\r\nContent-Type: text/plain",
      text);
}

std::string Response(const std::string& http, const std::string& more = "") {
  return Record(
      "WARC-Type: response\r\nWARC-Target-URI: "
      "https://marsad.example/a\r\nWARC-Date: "
      "2023-05-01T10:00:00Z\r\nWARC-Record-ID: <urn:r>\r\nContent-"
      "Type: application/http; msgtype=response" +
          more,
      http);
}

std::string Html(const std::string& body,
                 const std::string& fields = "Content-Type: text/html\r\n") {
  return "HTTP/1.1 200 OK\r\n" + fields + "\r\n" + body;
}

ReadResult Read(const std::string& bytes, const std::string& name = "a.warc") {
  const TempFolder folder;
  return ReadPath(folder.Write(name, bytes));
}

TEST(WarcTest, ConversionRecordsAreDocuments) {
  const std::string bytes = Info() +
                            Conversion("1", "عنوان الصفحة\nفقرة أولى\n") +
                            Conversion("2", "نص ثان");
  const std::string frames =
      Gzip(Info()) + Gzip(Conversion("1", "عنوان الصفحة\nفقرة أولى\n")) +
      Gzip(Conversion("2", "نص ثان"));
  for (const ReadResult& r :
       {Read(bytes, "a.wet"), Read(frames, "a.warc.wet.gz"),
        Read(Zstd(Info()) + Zstd(bytes.substr(Info().size())), "a.wet.zst")}) {
    EXPECT_TRUE(r.status.ok()) << r.status;
    EXPECT_THAT(r.rejects, ElementsAre());
    EXPECT_EQ(r.skipped, 1u);
    ASSERT_EQ(r.documents.size(), 2u);
    EXPECT_EQ(r.documents[0].id, "urn:1");
    EXPECT_EQ(r.documents[0].url, "https://www.dafater.example/1");
    EXPECT_EQ(r.documents[0].date, "2023-05-01T10:00:00Z");
    EXPECT_EQ(r.documents[0].title, "");
    EXPECT_EQ(r.documents[0].source, "");
    EXPECT_EQ(r.documents[0].text, "عنوان الصفحة\nفقرة أولى\n");
    EXPECT_EQ(r.documents[0].record, 0u);
    EXPECT_EQ(r.documents[1].text, "نص ثان");
    EXPECT_EQ(r.documents[1].record, 1u);
  }
}

TEST(WarcTest, PagesGiveTextTitleAndDate) {
  const ReadResult r = Read(Response(Html(
      "<html><head><title> خبر\n اليوم </title><meta "
      "property=\"article:published_time\" content=\"2021-03-04T05:06:07Z\">"
      "</head><body><p>أول</p><p>ثان</body></html>")));
  ASSERT_EQ(r.documents.size(), 1u);
  EXPECT_EQ(r.documents[0].id, "urn:r");
  EXPECT_EQ(r.documents[0].url, "https://marsad.example/a");
  EXPECT_EQ(r.documents[0].title, "خبر اليوم");
  EXPECT_EQ(r.documents[0].date, "2021-03-04T05:06:07Z");
  EXPECT_EQ(r.documents[0].text, "أول\nثان");
}

TEST(WarcTest, WithoutADateOfItsOwnAPageHasThatOfTheCrawl) {
  const ReadResult r = Read(Response(Html("<p>نص")));
  ASSERT_EQ(r.documents.size(), 1u);
  EXPECT_EQ(r.documents[0].date, "2023-05-01T10:00:00Z");
}

TEST(WarcTest, WhatHoldsNoDocumentIsCounted) {
  std::string bytes = Info();
  bytes += Record("WARC-Type: request", "GET / HTTP/1.1\r\n\r\n");
  bytes += Record("WARC-Type: metadata", "fetchTimeMs: 7\r\n");
  bytes += Record("WARC-Type: revisit", "HTTP/1.1 200 OK\r\n\r\n");
  bytes += Record("WARC-Type: response\r\nContent-Type: text/dns", "1.2.3.4");
  bytes += Record("WARC-Type: resource\r\nContent-Type: image/png", "PNG");
  bytes += Response(Html("...", "Content-Type: image/jpeg\r\n"));
  bytes += Response(Html("User-agent: *", "Content-Type: text/plain\r\n"));
  bytes += Response(
      "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n"
      "<p>لا شيء هنا");
  bytes += Response("HTTP/1.1 301 Moved\r\nLocation: /b\r\n\r\n");
  bytes += Response(Html("{\"no\":\"type\"}", ""));
  const ReadResult r = Read(bytes);
  EXPECT_TRUE(r.status.ok());
  EXPECT_EQ(r.records, 0u);
  EXPECT_EQ(r.skipped, 11u);
}

TEST(WarcTest, OtherRecordsThatAreDocuments) {
  const ReadResult r = Read(
      Record("WARC-Type: resource\r\nContent-Type: text/html; "
             "charset=windows-1256",
             "<p>\xC7\xE1\xCE\xC8\xD1 \xC7\xE1\xC3\xE6\xE1") +
      Record("WARC-Type: resource\r\nContent-Type: text/plain", "نص <b>") +
      Response(Html(" <!DOCTYPE HTML><p>بلا نوع", "Server: x\r\n")) +
      Response(Html("<html><body><p>آخر",
                    "content-type: application/xhtml+xml;charset=utf-8\r\n")));
  EXPECT_EQ(r.skipped, 0u);
  ASSERT_EQ(r.documents.size(), 4u);
  EXPECT_EQ(r.documents[0].text, "الخبر الأول");
  EXPECT_EQ(r.documents[1].text, "نص <b>");
  EXPECT_EQ(r.documents[2].text, "بلا نوع");
  EXPECT_EQ(r.documents[3].text, "آخر");
}

TEST(WarcTest, MalformedRecordsAreRejectsAndTheNextIsFound) {
  const std::string good = Conversion("g", "سليم");
  const struct {
    std::string bad;
    const char* error;
  } cases[] = {
      {"garbage\nmore\n",
       "record: begins with \"garbage.more.\", expected "
       "\"WARC/\""},
      {"WARC/1.0\r\nWARC-Type: conversion\r\n\r\nنص\r\n\r\n",
       "record: has no Content-Length in its header"},
      {"WARC/1.0\r\nContent-Length: 12x\r\n\r\nabc\r\n\r\n",
       "record: Content-Length is \"12x\", expected a number of bytes up to "
       "4294967295"},
      {"WARC/1.0\r\nContent-Length: 99999999999\r\n\r\nabc\r\n\r\n",
       "record: Content-Length is \"99999999999\", expected a number of bytes "
       "up to 4294967295"},
      {"WARC/1.0\r\nContent-Length: 1\r\n\r\nabc\r\n\r\n",
       "record: block has 7 bytes with its line ends, expected 1 "
       "(Content-Length) and line ends"},
      {"WARC/1.0\r\nContent-Length: 100\r\n\r\nabc\r\n\r\n",
       "record: block has 7 bytes with its line ends, expected 100 "
       "(Content-Length) and line ends"},
      {"WARC/1.0\r\nWARC-Type: conversion\r\nConte\r\n",
       "record: header has no end, expected a blank line within 65536 bytes"},
      {"WARC/1.0\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n",
       "record: has no WARC-Type in its header"},
      {Conversion("1", "cut").substr(0, 160),
       "record: header has no end, expected a blank line within 65536 bytes"},
      {Response("<html>"),
       "http: no status line, expected \"HTTP/\" and a status"},
      {Response(
           Html("x", "Content-Type: text/html\r\nContent-Encoding: br\r\n")),
       "http body: is coded in br, expected chunked, gzip, deflate or "
       "identity"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.bad);
    const ReadResult r = Read(good + c.bad + good);
    EXPECT_TRUE(r.status.ok()) << r.status;
    EXPECT_EQ(r.documents.size(), 2u);
    EXPECT_EQ(r.skipped, 0u);
    EXPECT_THAT(r.rejects, ElementsAre(ReadReject{1, 0, good.size(), c.error}));
  }
}

TEST(WarcTest, AFileCutAnywhereLosesOneRecordAndSaysSo) {
  const std::string bytes = Info() + Conversion("1", "نص أول\n") +
                            Response(Html("<p>نص ثان")) +
                            Conversion("3", "نص ثالث\n");
  const ReadResult whole = Read(bytes);
  ASSERT_EQ(whole.documents.size(), 3u);
  for (size_t size = 1; size < bytes.size(); ++size) {
    SCOPED_TRACE(size);
    const std::vector<ReferenceWarcRecord> expected =
        ReferenceWarcRecords(bytes.substr(0, size));
    const ReadResult cut = Read(bytes.substr(0, size));
    ASSERT_EQ(cut.records + cut.skipped, expected.size());
    ASSERT_LE(cut.rejects.size(), 1u);
    ASSERT_EQ(cut.rejects.empty(), expected.back().is_whole);
    for (size_t i = 0; i < cut.documents.size(); ++i) {
      ASSERT_EQ(cut.documents[i], whole.documents[i]);
    }
  }
  // Of a broken stream the record that it cut off is the reject.
  const std::string disk = Gzip(bytes);
  const ReadResult broken = Read(disk.substr(0, disk.size() - 9), "a.warc.gz");
  EXPECT_FALSE(broken.status.ok());
  ASSERT_EQ(broken.rejects.size(), 1u);
  EXPECT_EQ(broken.rejects[0].error,
            "record: cut off, the file is truncated or broken");
}

TEST(WarcTest, ChunkSizeDoesNotShow) {
  const TempFolder folder;
  const std::string path = folder.Write(
      "a.warc", "\r\n" + Info() + Conversion("1", "نص\r\n\r\nWARC/ هنا\n") +
                    "junk\nWARC/1.0\r\nContent-Length: 2\r\n\r\nxyz\nWARC/0\n" +
                    Response(Html("<p>صفحة")) + "\r\n\r\n" +
                    "WARC/1.0\nContent-Length: 900\n\nWARC-Type: x\n\n" +
                    Conversion("2", "WARC/1.0\nContent-Length: 1\n\n") +
                    "WARC/1.0\nContent-Length: 900\n\nend");
  const ReadResult whole = ReadPath(path);
  EXPECT_EQ(whole.documents.size(), 3u);
  EXPECT_GE(whole.rejects.size(), 4u);
  for (size_t chunk_bytes = 1; chunk_bytes < 1200; chunk_bytes += 7) {
    InputOptions options;
    options.chunk_bytes = chunk_bytes;
    const ReadResult r = ReadPath(path, options);
    EXPECT_EQ(r.documents, whole.documents);
    EXPECT_EQ(r.rejects, whole.rejects);
    EXPECT_EQ(r.skipped, whole.skipped);
    EXPECT_EQ(r.status, whole.status);
    if (HasFailure()) return;
  }
}

TEST(WarcTest, ARecordOverTheLimitIsReadPast) {
  const TempFolder folder;
  const std::string good = Conversion("g", "سليم");
  for (const size_t size : {900'000, 900'001, 1'700'003}) {
    const std::string path = folder.Write(
        "a.warc", good + Conversion("l", std::string(size, 'x')) + good);
    InputOptions options;
    options.max_record_bytes = 300'000;
    const ReadResult r = ReadPath(path, options);
    EXPECT_EQ(r.documents.size(), 2u);
    ASSERT_EQ(r.rejects.size(), 1u);
    EXPECT_EQ(r.rejects[0].offset, good.size());
    EXPECT_THAT(r.rejects[0].error, HasSubstr("expected at most 300000"));
  }
}

// As wget and Zeno write .warc.zst: a dictionary in a skippable frame, then
// frames that need it.
TEST(WarcTest, ZstdWithADictionaryFrame) {
  const std::string dictionary =
      Conversion("0", "نص يتكرر في كل الصفحات كثيرا");
  std::string frames;
  ZSTD_CCtx* context = ZSTD_createCCtx();
  for (const char* id : {"1", "2"}) {
    const std::string record = Conversion(id, "نص يتكرر في كل الصفحات");
    std::string frame(ZSTD_compressBound(record.size()), '\0');
    frame.resize(ZSTD_compress_usingDict(
        context, frame.data(), frame.size(), record.data(), record.size(),
        dictionary.data(), dictionary.size(), 3));
    frames += frame;
  }
  ZSTD_freeCCtx(context);
  const auto skippable = [](const std::string& content) {
    std::string frame = "\x5D\x2A\x4D\x18";
    for (int shift = 0; shift < 32; shift += 8) {
      frame += static_cast<char>(content.size() >> shift);
    }
    return frame + content;
  };
  for (const std::string& head :
       {skippable(dictionary), skippable(Zstd(dictionary))}) {
    const ReadResult r = Read(head + frames, "a.warc.zst");
    EXPECT_TRUE(r.status.ok()) << r.status;
    EXPECT_EQ(r.documents.size(), 2u);
    EXPECT_EQ(r.documents.at(1).id, "urn:2");
  }
  EXPECT_FALSE(Read(frames, "a.warc.zst").status.ok());
  const struct {
    std::string disk;
    const char* error;
  } cases[] = {
      {skippable(dictionary).substr(0, 40),
       "zstd: truncated, the file ends inside its dictionary"},
      {skippable("\x28\xB5\x2F\xFDjunk") + frames,
       "zstd: corrupt, the dictionary cannot be read"},
      {std::string("\x5D\x2A\x4D\x18\xFF\xFF\xFF\xFF"),
       "zstd: dictionary has 4294967295 bytes, expected at most 67108864"}};
  for (const auto& c : cases) {
    const ReadResult r = Read(c.disk, "a.warc.zst");
    EXPECT_THAT(std::string(r.status.message()), HasSubstr(c.error));
    EXPECT_EQ(r.records, 0u);
  }
}

TEST(HttpMessageTest, AllShortSequencesOfChunkPieces) {
  constexpr const char* kChunkPieces[] = {
      "0\r\n", "3\r\n", "2;x=y\n", "abc", "\r\n", "\n", "A \r\n", "-1\r\n"};
  constexpr size_t kCount = std::size(kChunkPieces);
  const bool is_quick = getenv("TIKRAR_QUICK") != nullptr;
  const size_t total = is_quick ? 4096 : 32768;
  size_t decoded = 0;
  for (size_t number = 0; number < total; ++number) {
    std::string body;
    for (size_t rest = number; rest > 0; rest /= kCount) {
      body += kChunkPieces[rest % kCount];
    }
    const std::optional<std::string> expected = ReferenceDechunk(body);
    const auto actual = DecodeChunked(body, /*is_truncated=*/false);
    ASSERT_EQ(actual.ok(), expected.has_value()) << body << actual.status();
    const auto truncated = DecodeChunked(body, /*is_truncated=*/true);
    ASSERT_TRUE(truncated.ok()) << truncated.status();
    if (!expected) continue;
    ++decoded;
    ASSERT_EQ(*actual, *expected) << body;
    ASSERT_EQ(*truncated, *expected) << body;
  }
  EXPECT_GT(decoded, 100u);
}

std::string Deflate(std::string_view bytes, int window_bits) {
  z_stream stream = {};
  deflateInit2(&stream, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
  std::string out(bytes.size() + 100, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

TEST(HttpMessageTest, Codings) {
  const std::string page = "<p>صفحة مضغوطة";
  const std::string gzip = Gzip(page);
  std::string chunked_gzip;
  for (size_t at = 0; at < gzip.size(); at += 10) {
    const std::string part = gzip.substr(at, 10);
    chunked_gzip +=
        part.size() == 10 ? "a\r\n" : std::to_string(part.size()) + "\r\n";
    chunked_gzip += part + "\r\n";
  }
  chunked_gzip += "0\r\n\r\n";
  const struct {
    const char* fields;
    std::string body;
  } good[] = {
      {"Content-Encoding: gzip\r\n", gzip},
      {"Content-Encoding: x-gzip\r\n", Gzip("<p>صفحة") + Gzip(" مضغوطة")},
      {"Content-Encoding: gzip\r\n", gzip + "junk after"},
      {"Content-Encoding: deflate\r\n", Deflate(page, 15)},
      {"Content-Encoding: deflate\r\n", Deflate(page, -15)},
      {"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
       chunked_gzip},
      {"Transfer-Encoding: GZIP , Chunked\r\n", chunked_gzip},
      // Stored decoded, under the header that was sent.
      {"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", page},
      {"Content-Encoding: deflate\r\n", page},
      {"Content-Encoding: identity\r\n", page},
  };
  for (const auto& c : good) {
    SCOPED_TRACE(c.fields);
    const std::string block = Html(c.body, c.fields);
    const auto message = ParseHttpMessage(block);
    ASSERT_TRUE(message.ok());
    std::string storage;
    const auto body = DecodeHttpBody(*message, false, &storage);
    ASSERT_TRUE(body.ok()) << body.status();
    EXPECT_EQ(*body, page);
  }
}

TEST(HttpMessageTest, BrokenBodies) {
  const std::string gzip = Gzip(std::string(3000, 'x') + "<p>صفحة");
  std::string corrupt = gzip;
  char& check = corrupt[corrupt.size() - 6];  // of the CRC
  check = static_cast<char>(check ^ 0xFF);
  const std::string bomb = Gzip(std::string(70'000'000, 'x'));
  const struct {
    const char* fields;
    std::string body;
    const char* error;
  } cases[] = {
      {"Content-Encoding: gzip\r\n", gzip.substr(0, 20),
       "http body: gzip: truncated, ends inside a stream"},
      {"Content-Encoding: gzip\r\n", corrupt,
       "http body: gzip: corrupt, invalid data"},
      {"Content-Encoding: gzip\r\n", bomb,
       "http body: unpacks to more than the 67108864 bytes expected"},
      {"Transfer-Encoding: chunked\r\n", "5\r\nabc",
       "http body: chunked: the chunk at byte 0 has 3 bytes, expected 5"},
      {"Transfer-Encoding: chunked\r\n", "3\r\nabc",
       "http body: chunked: ends after a chunk, expected one of size 0"},
      {"Transfer-Encoding: chunked\r\n", "3\r\nabcdef",
       "http body: chunked: expected a line end after the chunk, at byte 6 of "
       "9"},
      {"Transfer-Encoding: chunked\r\n", "3\r\nabc\r\nzz\r\n",
       "http body: chunked: no chunk size at byte 8 of 12, expected "
       "hexadecimal digits"},
      {"Content-Encoding: zstd\r\n", "x",
       "http body: is coded in zstd, expected chunked, gzip, deflate or "
       "identity"}};
  for (const auto& c : cases) {
    const std::string block = Html(c.body, c.fields);
    const auto message = ParseHttpMessage(block);
    ASSERT_TRUE(message.ok());
    std::string storage;
    const auto body = DecodeHttpBody(*message, false, &storage);
    EXPECT_EQ(std::string(body.status().message()), c.error);
  }
}

TEST(HttpMessageTest, OfATruncatedRecordWhatThereIsIsRead) {
  const std::string gzip = Gzip("<p>صفحة طويلة");
  const std::string truncated = "\r\nWARC-Truncated: length";
  const ReadResult r =
      Read(Response(Html("400\r\n<p>بداية\r\n",
                         "Content-Type: text/html\r\nTransfer-Encoding: "
                         "chunked\r\n"),
                    truncated) +
           Response(Html(gzip.substr(0, gzip.size() - 6),
                         "Content-Type: text/html\r\nContent-Encoding: "
                         "gzip\r\n"),
                    truncated));
  EXPECT_THAT(r.rejects, ElementsAre());
  ASSERT_EQ(r.documents.size(), 2u);
  EXPECT_EQ(r.documents[0].text, "بداية");
  EXPECT_EQ(r.documents[1].text, "صفحة طويلة");
}

}  // namespace
}  // namespace tikrar
