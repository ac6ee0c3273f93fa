// Reading a corpus: files to documents, nothing lost.
//
// Every record of every input becomes a Document or a Reject. Reading goes in
// two steps so that one large file keeps many cores busy: a ChunkReader cuts
// a file into RawChunks of whole records (sequential: decompression and a
// search for line ends), and ParseChunk turns one chunk into documents (a
// pure function, safe to call from any thread).
//
// WARC files (.warc, and .wet as Common Crawl writes it) hold requests,
// images, redirections and much else besides documents. A document is
//
//   record                                      text, title, date
//   -------------------------------------------------------------------------
//   conversion or resource, text/plain          the block; none; WARC-Date
//   conversion or resource, text/html or xhtml  of the page
//   response, HTTP status 200, html or xhtml    of the page
//
// with the WARC-Record-ID without its angle brackets as id (INPUT#RECORD
// where there is none) and the WARC-Target-URI as url. The text of a page has
// a line for each block element. Its title is <title>. Its date is the first
// of these that begins like 2024-01-31: meta article:published_time, itemprop
// or JSON-LD datePublished, <time datetime> inside <article> or <main>; else
// WARC-Date, the time of the crawl, before which the page was published.
// All other records are no documents: they are counted in
// DocumentBatch::skipped and get no record number. A record that is malformed
// or too long, whatever its type, is a Reject, and reading goes on at the next
// line like WARC/1.0. Record numbers count documents and rejects only.
//
// Calls must match: ListInputs, then per input: Open (Next)*

#ifndef TIKRAR_INPUT_H_
#define TIKRAR_INPUT_H_

#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tikrar/document.h"
#include "tikrar/text.h"

namespace tikrar {

enum class Format : uint8_t {
  kJsonLines,
  kJsonArray,
  kCsv,
  kTsv,
  kText,  // one document a file
  kWarc,  // .warc and .wet
};
enum class Compression : uint8_t { kNone, kGzip, kZstd };

// The longest record that can be asked for: places in a text are 32 bits.
inline constexpr uint64_t kMostRecordBytes =
    std::numeric_limits<uint32_t>::max();

struct InputOptions {
  // Affects results.
  std::string text_field = "text";
  std::string id_field = "id";
  std::string source_field = "source";
  std::string url_field = "url";
  std::string date_field = "date";
  std::string title_field = "title";
  Charset charset = Charset::kAuto;  // of .txt, .csv and .tsv files, and of
                                     // web pages that declare none
  // A record of more bytes, its line end counted, is read past and becomes a
  // Reject. To compare a text takes some 13 times its size in memory, and one
  // stray quote in a CSV file would pull all that follows into one record.
  // At most kMostRecordBytes.
  uint64_t max_record_bytes = uint64_t{64} << 20;

  // Affects speed only.
  size_t chunk_bytes = size_t{4} << 20;  // a chunk ends after the record that
                                         // passes this size
};

// A file to read, as found. `path` is "-" for standard input.
struct InputFile {
  std::string path;    // to open
  std::string name;    // relative to its input root: used in ids and rejects
  std::string folder;  // its folder under the input root, "" at the root:
                       // the source of documents that name none
  Format format = Format::kJsonLines;
  Compression compression = Compression::kNone;
};

// A record, or a file, that could not be read.
struct Reject {
  uint32_t input = 0;
  uint64_t record = 0;  // 0-based within the input
  uint64_t line = 0;    // 1-based; 0 where lines mean nothing
  uint64_t offset = 0;  // byte offset of the record in the decompressed input
  std::string error;    // `what, actual and expected`
};

struct InputList {
  std::vector<InputFile> files;  // in byte order of the path per argument
  // Paths that are not read: a name without a known ending and, in folders,
  // what is hidden or neither a file nor a folder.
  std::vector<std::string> unknown;
};

// Expands files, folders (recursively) and "-". Error: an argument that does
// not exist or a folder that cannot be listed (NotFound / PermissionDenied,
// message `path: what`).
absl::StatusOr<InputList> ListInputs(const std::vector<std::string>& paths);

// Whole records of one input, in input order.
struct RawChunk {
  uint32_t input = 0;
  uint64_t sequence = 0;    // 0, 1, 2 … within the input
  uint64_t first_line = 1;  // line number of the first byte
  uint64_t offset = 0;      // of the first byte, in the decompressed input
  std::string bytes;        // whole records; padded for simdjson by reserve
  std::string header;       // CSV and TSV: the bytes of the header row
  Charset charset = Charset::kUtf8;  // of CSV and TSV records not in UTF-8
  Charset stored_charset = Charset::kUtf8;  // UTF-16 if `bytes` were decoded
                                            // from it; offsets are of UTF-8
  std::string fault;  // not empty: why these bytes, the start of one record,
                      // are not all of it (the stream broke, or the record
                      // is too long); ParseChunk makes them one reject
  bool is_too_long = false;  // `fault` says that, and nothing else is wrong
};

// Documents of one chunk; owns the memory that they point into. Record
// numbers count from `first_record` = 0 within the chunk: whoever puts chunks
// in order adds the records of the chunks before.
struct DocumentBatch {
  std::vector<Document> documents;
  std::vector<uint64_t> offsets;  // of their records, as Reject::offset
  std::vector<Reject> rejects;
  uint64_t records = 0;       // documents.size() + rejects.size()
  uint64_t skipped = 0;       // WARC records that hold no document
  uint64_t replacements = 0;  // U+FFFD written for invalid bytes
  uint64_t text_bytes = 0;    // sum of documents[i].text.size()
  std::vector<std::unique_ptr<char[]>> storage;
};

class ChunkReader {
 public:
  virtual ~ChunkReader() = default;

  // `input` is the index that chunks and rejects carry. Where `cancel` is
  // given and becomes true, a wait for a pipe or terminal ends with the error
  // Cancelled. Error: the file cannot be opened.
  static absl::StatusOr<std::unique_ptr<ChunkReader>> Open(
      const InputFile& file, uint32_t input, const InputOptions& options,
      const std::atomic<bool>* cancel = nullptr);

  // Fills *chunk with the next records; false at the end of the input.
  // Error: the stream broke (truncated or corrupt compression, I/O error).
  // The whole records before the break have been returned by then, and the
  // bytes of a record cut in two are returned first as a last chunk of its
  // own, so that ParseChunk rejects it with its place.
  virtual absl::StatusOr<bool> Next(RawChunk* chunk) = 0;

  // After Next has returned false or an error: bytes read from disk and
  // XXH3-64 of them.
  virtual uint64_t bytes_read() const = 0;
  virtual uint64_t checksum() const = 0;
};

// Parses the records of `chunk`. Ids and sources are left as the record has
// them (empty where it has none): see ResolveId and ResolveSource.
// Thread-safe. Cost: linear, about the speed of simdjson.
DocumentBatch ParseChunk(const InputFile& file, const InputOptions& options,
                         RawChunk chunk);

// The source of a document by the contract: its `source` field; else the host
// of its url without "www."; else the folder under the input root; else "".
// (A document with "" is its own source.)
std::string_view ResolveSource(std::string_view source, std::string_view url,
                               std::string_view folder);

}  // namespace tikrar

#endif  // TIKRAR_INPUT_H_
