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

local clients = {} -- one server for each root, where Neovim does not see to that itself

local function start(buffer)
  local settings = vim.g.checker or {}
  local config = {
    name = "checker",
    cmd = { "checker", "server" },
    root_dir = root(buffer),
    init_options = next(settings) and settings or nil,
    settings = next(settings) and { checker = settings } or nil,
  }
  if vim.lsp.start then -- 0.8 and later
    vim.lsp.start(config, { bufnr = buffer })
    return
  end
  local id = clients[config.root_dir]
  if not id or vim.lsp.client_is_stopped(id) then
    id = vim.lsp.start_client(config)
    clients[config.root_dir] = id
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
