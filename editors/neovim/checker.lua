-- The language server of checker. Works from Neovim 0.7 on; see README.md.
local kinds = { "markdown", "text", "html", "csv", "tsv" }

local function root(buffer)
  local name = vim.api.nvim_buf_get_name(buffer)
  local folder = name ~= "" and vim.fn.fnamemodify(name, ":p:h") or vim.fn.getcwd()
  for _, mark in ipairs({ "checker.toml", ".git" }) do
    local found = vim.fn.finddir(mark, folder .. ";")
    found = found ~= "" and found or vim.fn.findfile(mark, folder .. ";")
    if found ~= "" then
      return vim.fn.fnamemodify(found, ":p"):gsub("/+$", ""):match("^(.*)/[^/]*$")
    end
  end
  return folder
end

local clients = {} -- one server for each root

local function start(buffer)
  local folder = root(buffer)
  local id = clients[folder]
  if not id or vim.lsp.client_is_stopped(id) then
    local able, settings = vim.lsp.protocol.make_client_capabilities(), vim.g.checker or {}
    id = vim.lsp.start_client({
      name = "checker",
      cmd = { "checker", "server" },
      root_dir = folder,
      capabilities = able,
      init_options = next(settings) and settings or nil,
      settings = next(settings) and { checker = settings } or nil,
    })
    clients[folder] = id
  end
  if id then
    vim.lsp.buf_attach_client(buffer, id)
  end
end

vim.api.nvim_create_autocmd("FileType", {
  pattern = kinds,
  callback = function(event)
    start(event.buf)
  end,
})
