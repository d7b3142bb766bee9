-- Asks for the paths that a file lists, one after the other; prints what came of it as JSON.
local requests, number = {}, 0

function init(arguments)
  for path in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format("GET", path)
  end
end

function request()
  number = number % #requests + 1
  return requests[number]
end

function done(summary)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  print(string.format('{"requests":%d,"microseconds":%d,"bytes":%d,"failed":%d}',
    summary.requests, summary.duration, summary.bytes, failed))
end
