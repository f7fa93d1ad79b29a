-- For wrk: sends each request of a file once, then stops. The file holds whole HTTP requests with a NUL between them.
local requests, sent, answers, ended = {}, 0, 0, nil

function init(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  for text in file:read("*a"):gmatch("[^%z]+") do
    requests[#requests + 1] = text
  end
  file:close()
end

function request()
  sent = sent + 1
  -- wrk asks for one more per connection than there is: those repeat the first, which changes nothing.
  return requests[sent] or requests[1]
end

function response()
  answers = answers + 1
  if answers >= #requests then
    wrk.thread:stop()
  end
end

function done(summary)
  local failed = summary.errors
  print(string.format('{"answers": %d, "seconds": %.6f, "errors": %d}', summary.requests, summary.duration / 1e6,
    failed.connect + failed.read + failed.write + failed.status + failed.timeout))
end
