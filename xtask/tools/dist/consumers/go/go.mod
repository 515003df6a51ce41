module acs

go 1.19
