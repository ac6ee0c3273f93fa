# Web archives as Common Crawl writes them, one gzip member a record: which
# records are documents, what they hold, and that all are accounted for.
newline='
'
lines() { # its arguments as lines that end in CR LF
  printf '%s\r\n' "$@"
}
record() { # HEADER BLOCK
  printf 'WARC/1.0\r\n%s%sContent-Length: %d\r\n\r\n%s\r\n\r\n' \
    "$1" "$newline" "$(printf %s "$2" | wc -c)" "$2" | gzip -n
}
page() { # PATH HTTP
  record "$(lines 'WARC-Type: response' \
    "WARC-Target-URI: https://www.sahifa.example/$1" \
    'WARC-Date: 2024-06-01T12:00:00Z' "WARC-Record-ID: <urn:uuid:$1>" \
    'Content-Type: application/http; msgtype=response')" "$2"
}

mkdir web
info=$(record "$(lines 'WARC-Type: warcinfo')" 'software: by hand' | base64)
article='<html><head><title>افتتاح الميناء</title>
<meta property="article:published_time" content="2024-05-30T08:00:00+03:00">
<style>p {}</style></head><body><nav><a href=/>الرئيسية</a></nav>
<p>افتُتح صباح أمس ميناء المدينة القديم &laquo;بعد ترميم&raquo;
  دام عامين كاملين.<p>وحضر الافتتاح جمع من الصيادين وأهل الحي.
<script>track("<p>")</script></body></html>'
{
  printf %s "$info" | base64 -d
  record "$(lines 'WARC-Type: request')" 'GET / HTTP/1.1'
  page article "$(lines 'HTTP/1.1 200 OK' 'Content-Type: text/html' '')
$article"
  page image "$(lines 'HTTP/1.1 200 OK' 'Content-Type: image/png' '')
PNG"
  page gone "$(lines 'HTTP/1.1 404 Not Found' 'Content-Type: text/html' '')
<p>لا شيء"
  page brotli "$(lines 'HTTP/1.1 200 OK' 'Content-Type: text/html' \
    'Content-Encoding: br' '')
x"
  printf 'WARC/1.0\r\nWARC-Type: response\r\n\r\nno length' | gzip -n
  page legacy "$(lines 'HTTP/1.1 200 OK' \
    'Content-Type: text/html; charset=windows-1256' '')
$(printf '<p>\307\341\316\310\321 \307\341\303\346\341')"
} >web/CC-MAIN-1.warc.gz
{
  printf %s "$info" | base64 -d
  record "$(lines 'WARC-Type: conversion' \
    'WARC-Target-URI: https://naql.example/1' \
    'WARC-Date: 2024-06-02T00:00:00Z' 'WARC-Record-ID: <urn:uuid:copy>' \
    'Content-Type: text/plain')" \
    'افتُتح صباح أمس ميناء المدينة القديم «بعد ترميم» دام عامين كاملين.
وحضر الافتتاح جمع من الصيادين وأهل الحي.'
} >web/CC-MAIN-1.warc.wet.gz

"$TIKRAR" scan web -o run --no-report --quiet
cat run/documents.jsonl run/rejects.jsonl
sed 's/.*"inputs":\(.*\),"counts":{\(.*\),"blocks".*/\1 \2/
     s/"bytes":[0-9]*,"xxh3":"[0-9a-f]*",//g' run/run.json
"$TIKRAR" compare web/CC-MAIN-1.warc.gz#urn:uuid:article \
  web/CC-MAIN-1.warc.wet.gz#0
