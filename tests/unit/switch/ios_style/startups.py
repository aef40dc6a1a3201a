# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The running configuration of a switch that is in use, as each platform prints it."""

from __future__ import annotations

CISCO = """\
version 15.2
!
no service pad
!
hostname hall-sw
!
vtp mode transparent
!
ip dhcp snooping vlan 110
ip dhcp snooping
!
ip arp inspection vlan 110
!
archive
 path flash:archive
!
vlan 110
 name kiosk
!
vlan 4000
!
policy-map GOVKIOSK-8192
 class class-default
  police 8192000 1000000 exceed-action drop
!
interface GigabitEthernet1/0/1
 description hall-01
 switchport access vlan 110
 switchport mode access
 switchport protected
 switchport port-security
 ip access-group GOVKIOSK-3901 in
 ipv6 traffic-filter GOVKIOSK6-3961 in
 spanning-tree portfast
 spanning-tree bpduguard enable
 service-policy input GOVKIOSK-8192
 service-policy output GOVKIOSK-8192
 ip verify source mac-check
!
interface GigabitEthernet1/0/2
 shutdown
!
interface GigabitEthernet1/0/3
!
interface GigabitEthernet1/0/4
 description to-extranet
 switchport trunk allowed vlan 110,4000
 switchport mode trunk
 ip arp inspection trust
 ip dhcp snooping trust
!
interface Vlan1
 no ip address
!
interface Vlan4000
 description management
 ip address 10.96.192.13 255.255.255.0
!
ip default-gateway 10.96.192.1
!
ip source binding 5489.9800.0301 vlan 110 10.96.128.66 interface Gi1/0/1
!
ip access-list extended GOVKIOSK-3901
 remark govkiosk hall
 permit tcp host 10.96.128.66 host 10.96.8.11 eq 443
 permit tcp host 10.96.128.66 eq 22 10.96.0.0 0.0.0.255 established
 permit icmp host 10.96.128.66 10.96.0.0 0.0.0.255 echo-reply
 deny   ip any any
!
snmp-server location hall
!
ipv6 access-list GOVKIOSK6-3961
 deny ipv6 any any
!
line vty 0 4
 login local
 transport input ssh
!
ntp server 10.96.4.123
!
end
"""

RUIJIE = """\
version S29_RGOS 11.4(1)B12P11
!
hostname hall-sw
!
spanning-tree
!
ip access-list extended 2601
 list-remark govkiosk hall
 10 permit tcp host 10.96.128.98 host 10.96.8.11 eq 443
 20 permit icmp host 10.96.128.98 10.96.0.0 0.0.0.255 echo-reply
 30 deny ip any any
!
ipv6 access-list GOVKIOSK6-3961
 10 deny ipv6 any any
!
vlan 1
!
vlan 110
 name kiosk
!
vlan 4000
!
interface GigabitEthernet 0/1
 switchport access vlan 110
 switchport protected
 switchport port-security
 switchport port-security maximum 1
 ip access-group 2601 in
 ipv6 traffic-filter GOVKIOSK6-3961 in
 rate-limit input 8192 1024
 rate-limit output 8192 1024
 spanning-tree portfast
 spanning-tree bpduguard enable
 ip verify source port-security
 arp-check
 description hall-01
!
interface GigabitEthernet 0/2
 shutdown
!
interface GigabitEthernet 0/3
!
interface GigabitEthernet 0/4
 switchport mode trunk
 switchport trunk allowed vlan only 110,4000
 description to-extranet
!
interface VLAN 4000
 description management
 ip address 10.96.192.14 255.255.255.0
!
ip route 0.0.0.0 0.0.0.0 10.96.192.1
!
ip source binding 5489.9800.0401 vlan 110 10.96.128.98 interface GigabitEthernet 0/1
!
snmp-server location hall
!
sntp server 10.96.4.123
!
line vty 0 4
 login local
!
end
"""
