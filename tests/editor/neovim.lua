-- Run by `run` in Neovim: opens a policy, sees the diagnostics, applies a fix, completes an action.

local function check(is_true, what)
  if not is_true then
    error(what, 2)
  end
  print("ok: " .. what)
end

local function wait(what, is_true)
  check(vim.wait(20000, is_true, 20), what)
end

local function lines()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), "\n")
end

local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 20000) or {}
  local _, answer = next(answers)
  return answer and answer.result
end

local function write(name, text)
  local file = assert(io.open(name, "w"))
  file:write(text)
  file:close()
end

local function keys(text)
  return vim.api.nvim_replace_termcodes(text, true, false, true)
end

-- Writes `before` in place of the sixth line, types Ctrl+X Ctrl+O at `|`, and chooses an item of the menu.
local function completes(before, label, after)
  local column = before:find("|", 1, true) - 1
  local line = before:gsub("|", "", 1)
  vim.api.nvim_buf_set_lines(0, 5, 6, true, { line })
  vim.api.nvim_win_set_cursor(0, { 6, column })
  local offered = {}
  local timer = vim.loop.new_timer()
  local tries = 0
  local function look()
    tries = tries + 1
    if vim.fn.pumvisible() == 0 and tries < 250 then
      return
    end
    timer:stop()
    for index, item in ipairs(vim.fn.complete_info({ "items" }).items) do
      table.insert(offered, item.abbr)
      if item.abbr == label then
        vim.api.nvim_select_popupmenu_item(index - 1, true, true, {})
      end
    end
    vim.api.nvim_input("<Esc>")
  end
  timer:start(20, 20, vim.schedule_wrap(look))
  -- Returns when the mode for inserting ends.
  vim.api.nvim_feedkeys(keys("i<C-x><C-o>"), "tx!", false)
  timer:close()
  check(vim.tbl_contains(offered, label), label .. " is offered for " .. before)
  local found = vim.api.nvim_buf_get_lines(0, 5, 6, true)[1]
  check(found == after, "it is completed to " .. found)
end

local function test()
  local policy = [[{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["cs:*Alert", "cs:StartAlert"],
      "Resource": "*"
    }
  ]
}
]]
  write("policy.json", policy)
  vim.cmd("filetype on")
  vim.o.completeopt = "menuone"
  vim.cmd("edit policy.json")
  wait("the server starts", function()
    local _, client = next(vim.lsp.buf_get_clients(0))
    return client ~= nil and client.initialized
  end)
  wait("the policy has a diagnostic", function()
    return #vim.diagnostic.get(0) == 1
  end)
  local found = vim.diagnostic.get(0)[1]
  check(found.code == "redundant-action" and found.lnum == 5, "the diagnostic is at its place")
  check(found.source == "ack-catalog", "the diagnostic has its source")

  -- The first action is chosen without a question.
  local choose = vim.ui.select
  vim.ui.select = function(items, _, on_choice)
    on_choice(items[1], 1)
  end
  vim.api.nvim_win_set_cursor(0, { 6, 34 })
  vim.lsp.buf.code_action()
  wait("the fix is applied", function()
    return lines():find('"Action": ["cs:*Alert"],', 1, true) ~= nil
  end)
  vim.ui.select = choose
  wait("the diagnostic is gone", function()
    return #vim.diagnostic.get(0) == 0
  end)
  local file = assert(io.open("policy.json")):read("a")
  check(file == policy, "nothing is written before the user saves")

  completes('      "Action": ["cs:DescribeClusterNo|"],', "cs:DescribeClusterNodes", '      "Action": ["cs:DescribeClusterNodes"],')
  completes('      "Action": ["cs:|"],', "cs:*", '      "Action": ["cs:*"],')
  completes('      "Action": ["|"],', "cs:StartAlert", '      "Action": ["cs:StartAlert"],')
  completes('      "Action": [|],', "cs:StartAlert", '      "Action": ["cs:StartAlert"],')
  completes('      "Action": ["ecs:DescribeInst|"],', "ecs:DescribeInstances", '      "Action": ["ecs:DescribeInstances"],')
  completes('      "Action": ["中😀", "cs:StartAl|"],', "cs:StartAlert", '      "Action": ["中😀", "cs:StartAlert"],')
  completes('      "Resource": ["acs:|"],', "acs:cs:*:*:cluster/*", '      "Resource": ["acs:cs:*:*:cluster/*"],')
  completes('      "Condition": {"Bool": {"acs:|": "true"}},', "acs:SecureTransport", '      "Condition": {"Bool": {"acs:SecureTransport": "true"}},')
  completes('      "Condition": {"Str|": {}},', "StringEquals", '      "Condition": {"StringEquals": {}},')
  completes('      "Not|": [],', "NotAction", '      "NotAction": [],')
  vim.api.nvim_buf_set_lines(0, 5, 6, true, { '      "Action": ["cs:DescribeClusterNodes"],' })
  vim.api.nvim_win_set_cursor(0, { 6, 37 })
  local params = vim.lsp.util.make_position_params(0, "utf-16")
  local hover = ask("textDocument/hover", params)
  check(hover.contents.value:find("cs:DescribeClusterNodes", 1, true) ~= nil, "hovering explains the action")
  vim.api.nvim_buf_set_lines(0, 5, 6, true, { '      "Action": "cs:*Alert",' })
  local lenses = ask("textDocument/codeLens", { textDocument = vim.lsp.util.make_text_document_params(0) })
  check(lenses[1].command.title:find("^%d+ of %d+ actions$") ~= nil, "a lens counts the actions")

  write("main.tf", 'resource "alicloud_ram_policy" "p" {\n  policy_document = <<-EOF\n' .. policy .. "  EOF\n}\n")
  vim.cmd("edit! main.tf")
  vim.bo.filetype = "terraform"
  wait("a policy in Terraform has a diagnostic", function()
    return #vim.diagnostic.get(0) == 1
  end)
end

local is_ok, problem = xpcall(test, debug.traceback)
if not is_ok then
  print("FAILED: " .. problem)
  vim.cmd("cquit 1")
end
vim.cmd("qall!")
